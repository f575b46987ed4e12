import { App, type IResolver, Lazy, type ResolutionContext } from 'cdk8s';
import type { IConstruct } from 'constructs';
import type { Host, Layer, Machine, Platform, Tier } from '../../platform/types.ts';
import type { SealedStore } from './sealed-store.ts';

export interface PlatformAppProps {
  readonly platform: Platform;
  /** Ciphertext by `namespace/name` of the Secret it unseals to. */
  readonly sealed: SealedStore;
}

/** Makes lazy values. cdk8s turns what one of them throws into a text: here it stays, with its class and its place. */
class LazyValues implements IResolver {
  thrown: unknown;

  resolve(context: ResolutionContext): void {
    if (context.value instanceof Lazy) context.replaceValue(this.made(context.value));
  }

  made(lazy: Lazy): unknown {
    try {
      return lazy.produce();
    } catch (error) {
      this.thrown = error;
      throw error;
    }
  }
}

/** The root of the construct tree: it carries what we own, so that a construct needs no ambient state. */
export class PlatformApp extends App {
  readonly platform: Platform;
  readonly sealed: SealedStore;
  readonly lazyValues: LazyValues;

  constructor(props: PlatformAppProps) {
    const lazyValues = new LazyValues();
    super({ resolvers: [lazyValues] });
    this.lazyValues = lazyValues;
    this.platform = props.platform;
    this.sealed = props.sealed;
  }
}

/** The app that a construct stands in. @throws when its root is another kind of construct. */
export function appOf(construct: IConstruct): PlatformApp {
  const root = construct.node.root;
  if (!(root instanceof PlatformApp)) {
    throw new Error(`${construct.node.path}: the root of the tree is no PlatformApp, got ${root.constructor.name}`);
  }
  return root;
}

export function platformOf(construct: IConstruct): Platform {
  return appOf(construct).platform;
}

/** The file below `dist/` that holds what stands in a layer, a namespace and a service. */
export function fileIn(platform: Platform, layer: Layer, namespace: string, name: string): string {
  if (layer === 'bootstrap') return `bootstrap/${platform.gitops}/${ofEngine(platform.gitops, name)}.yaml`;
  if (layer === 'gitops') return `${platform.gitops}/${name}.yaml`;
  return `kubernetes/${layer}/${namespace}/${name}.yaml`;
}

/**
 * K3s knows a file of its auto-deploy folder by the base name alone, whichever folder it lies in: a second one of that name
 * takes the place of the first, and what the first had made is deleted.
 */
function ofEngine(engine: string, name: string): string {
  return name === engine || name.startsWith(`${engine}-`) ? name : `${engine}-${name}`;
}

/** The machines that exist in the platform's phase. */
export function machinesOf(platform: Platform): readonly Machine[] {
  return platform.machines.filter((machine) => machine.fromPhase <= platform.phase);
}

/** The machine that takes a tier when a service names none: the first in the model's order. */
export function machineFor(platform: Platform, tier: Tier, name?: string): Machine {
  const machines = machinesOf(platform);
  const found = machines.find((machine) => (name !== undefined ? machine.name === name : machine.tiers.includes(tier)));
  if (!found) {
    const wanted = name !== undefined ? `a machine called '${name}'` : `a machine for tier '${tier}'`;
    const names = machines.map((machine) => machine.name).join(', ');
    throw new Error(`phase ${platform.phase} has no ${wanted.slice(2)} (it has ${names}); name one of these`);
  }
  if (!found.tiers.includes(tier)) {
    throw new Error(
      `machine '${found.name}' takes ${found.tiers.join(' and ')}, not tier '${tier}'; name another machine, or add the tier to its tiers`,
    );
  }
  return found;
}

/** The machine that runs the Kubernetes API server. */
export function serverOf(platform: Platform): Machine {
  const server = machinesOf(platform).find((machine) => machine.role === 'server');
  if (!server) throw new Error("the platform has no machine with role 'server'");
  return server;
}

/** The machine that 80 and 443 of every public web host lead to. */
export function ingressOf(platform: Platform): Machine {
  const ingress = machinesOf(platform).find((machine) => machine.ingress);
  if (!ingress) throw new Error('the platform has no machine with ingress: true');
  return ingress;
}

/** The zone of ours that a host lies in. @throws when it lies in none. */
export function zoneOf({ zones }: Platform, host: Host): string {
  const names = Object.keys(zones);
  const zone = names.find((name) => host === name || host.endsWith(`.${name}`));
  if (!zone) throw new Error(`host '${host}' is in no zone we own (${names.join(', ')})`);
  return zone;
}
