import { PlatformApp } from '../../constructs/facts/platform-app.ts';
import type { SealedStore } from '../../constructs/facts/sealed-store.ts';
import { NamespaceChart, type NamespaceProps } from '../../constructs/namespace/namespace.ts';
import type { PodProps } from '../../constructs/pod/pod-props.ts';
import type { Workload } from '../../constructs/pod/workload.ts';
import { Service, type ServiceProps } from '../../constructs/service/service.ts';
import type { ExposureProps } from '../../constructs/web/exposure.ts';
import type { Platform } from '../../platform/types.ts';
import { documentsOf } from '../../synth/model/documents.ts';
import { Manifests } from './manifests.ts';
import { fixture, host } from './platform.ts';

/** An exposure by names of the fixture, which are in no zone that types know. */
export interface BenchExposure extends Omit<ExposureProps, 'host' | 'aliases' | 'alsoServes' | 'claimedBy'> {
  readonly claimedBy?: string;
  readonly host: string;
  readonly aliases?: readonly string[];
  readonly alsoServes?: readonly string[];
}

/** A service that a test makes: what it holds, the test says, by names of the fixture. */
export class Bench extends Service {
  override expose(workload: Workload, props: BenchExposure, suffix?: string) {
    return super.expose(workload, { claimedBy: 'its seed, before it serves', ...props } as ExposureProps, suffix);
  }

  override mailbox(name: string) {
    return super.mailbox(host(name));
  }

  override portal(name: string) {
    return super.portal(host(name));
  }
}

export interface BenchProps extends ServiceProps, Partial<NamespaceProps> {
  readonly platform?: Partial<Platform>;
  readonly sealed?: SealedStore;
}

/** An empty tree on the fixture platform, in phase 1 unless it is told otherwise. */
export function scratchApp(platform: Partial<Platform> = {}, sealed: SealedStore = {}): PlatformApp {
  return new PlatformApp({ platform: { ...fixture, phase: 1, ...platform }, sealed });
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
