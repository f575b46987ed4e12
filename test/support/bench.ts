import { PlatformApp } from '../../constructs/facts/platform-app.ts';
import type { SealedStore } from '../../constructs/facts/sealed-store.ts';
import { NamespaceChart, type NamespaceProps } from '../../constructs/namespace/namespace.ts';
import type { PodProps } from '../../constructs/pod/pod-props.ts';
import { Service, type ServiceProps } from '../../constructs/service/service.ts';
import type { Platform } from '../../platform/types.ts';
import { uyoop } from '../../platform/uyoop.ts';
import { documentsOf } from '../../synth/model/documents.ts';
import { Manifests } from './manifests.ts';

/** A service that a test makes: what it holds, the test says. */
export class Bench extends Service {}

export interface BenchProps extends ServiceProps, Partial<NamespaceProps> {
  readonly platform?: Partial<Platform>;
  readonly sealed?: SealedStore;
}

export function scratchApp(platform: Partial<Platform> = {}, sealed: SealedStore = {}): PlatformApp {
  return new PlatformApp({ platform: { ...uyoop, phase: 1, ...platform }, sealed });
}

/** An app with one namespace `plot` and in it one service `shop`: what the service is made of, the test says. */
export function bench(build: (shop: Bench) => void, props: BenchProps = {}): Manifests {
  const { platform, sealed, node, secrets, tier = 'prod', existing, web } = props;
  const app = scratchApp(platform, sealed);
  build(new Bench(new NamespaceChart(app, 'plot', { tier, existing, web }), 'shop', { node, secrets }));
  return new Manifests(documentsOf(app));
}

/** The least that a workload is. */
export const plain = {
  image: 'example/shop:1.2.3',
  user: 1000,
  resources: { cpu: '100m', memory: '64Mi' },
  ports: { http: 8080 },
  probe: '/health',
} as const satisfies PodProps;
