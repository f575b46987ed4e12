import { publicAddress, traefikDoors, traefikPods } from '../../constructs/network/endpoint.ts';
import type { Model } from '../model/model.ts';
import { rangesOf } from './addresses.ts';
import { eachText } from './json.ts';
import { networkOf } from './network.ts';
import { once } from './once.ts';
import type { PodGroup } from './pod-groups.ts';
import type { PodTemplate } from './pods.ts';
import type { PortRange } from './port-ranges.ts';
import { covers } from './selector.ts';
import { services } from './services.ts';
import { written } from './written.ts';

/** A host that a text names. */
export interface NamedHost {
  /** Lower case; a Service of the cluster as `service.namespace`, or as `service` alone. */
  readonly host: string;
  /** It stands in an address that begins with https:// or http://. */
  readonly web: boolean;
}

/** Someone of ours who answers at a host. */
export interface OwnHost {
  /** Who it is, for people. */
  readonly called: string;
  /** A public name, which stands in links and lists too. */
  readonly isPublic: boolean;
  readonly reachedBy: (group: PodGroup) => boolean;
}

/** The texts that a pod's programs get: variables, words of the command line, mounted files. */
export function textsOf(model: Model, { namespace, containers, configMaps }: PodTemplate): readonly string[] {
  const files = configMaps.flatMap((name) => filesById(model).get(`${namespace}/${name}`) ?? []);
  return [...containers.flatMap(({ words, variables }) => [...words, ...variables.map(variableText)]), ...files];
}

/** `DB_HOST=wiki-database` says that its value is a host; `DB_NAME=wiki` names none. */
const variableText = ({ name, value }: { readonly name: string; readonly value: string }): string =>
  /(host|hostname|server)$/i.test(name) && /^[a-z0-9-]+$/.test(value) ? `//${value}` : value;

const filesById: (model: Model) => ReadonlyMap<string, readonly string[]> = once(
  (model) =>
    new Map(
      written(model, 'ConfigMap').map(({ id, manifest }) => {
        const texts: string[] = [];
        eachText(manifest['data'], (text) => texts.push(text));
        return [id, texts];
      }),
    ),
);

const label = '[a-z0-9](?:[a-z0-9-]*[a-z0-9])?';
const dotted = new RegExp(`(?<![\\w.-])${label}(?:\\.${label})+(?![\\w-])`, 'gi');
const bare = new RegExp(`(?<=//(?:[^\\s/@]*@)?)${label}(?=[:/?#"'\\s]|$)`, 'gi');

/** Every host that a text names, as far as one can tell a name from a word. */
export function hostsIn(text: string): readonly NamedHost[] {
  const found = [...text.matchAll(dotted), ...text.matchAll(bare)];
  return found.map(({ 0: name, index }) => ({
    host: name.toLowerCase().replace(/\.svc(\.cluster\.local)?$/, ''),
    web: /https?:\/\/(?:[^\s/@]*@)?$/i.test(text.slice(Math.max(0, index - 100), index)),
  }));
}

/** Who of ours answers at a host that a pod of a namespace names; undefined for strangers, and where nobody can tell. */
export function ownHost(model: Model, { host, web }: NamedHost, namespace: string): OwnHost | undefined {
  if (web && publicHosts(model).has(host)) return behindTraefik(model, host);
  if (!web && host === model.platform.mail.host.toLowerCase()) return mailHost(model);
  const known = servicesById(model);
  return known.get(host.split('.').reverse().join('/')) ?? known.get(`${namespace}/${host}`);
}

const publicHosts: (model: Model) => ReadonlySet<string> = once(
  ({ inventory }) => new Set(inventory.exposures.flatMap(({ hosts }) => hosts.map((host) => host.toLowerCase()))),
);

/** Services that select pods, by `namespace/name`. */
const servicesById: (model: Model) => ReadonlyMap<string, OwnHost> = once((model) => {
  const network = networkOf(model);
  return new Map(
    services(model).flatMap(({ id, namespace, selector }) => {
      if (!selector) return [];
      const behind = network.groupsIn(namespace).filter((group) => covers(group.labels, selector));
      const reachedBy = (from: PodGroup) =>
        behind.length === 0 || behind.some((to) => to === from || network.ports(from, to).length > 0);
      return [[id, { called: id, isPublic: false, reachedBy }]];
    }),
  );
});

/** A packet to one of our public names is Traefik's before a policy sees it. */
function behindTraefik(model: Model, host: string): OwnHost {
  const network = networkOf(model);
  const traefik = network.groupsIn(traefikPods.namespace).filter(({ labels }) => covers(labels, traefikPods.labels));
  const reachedBy = (from: PodGroup) =>
    traefik.some((to) => includes(network.ports(from, to), traefikDoors.https.inside));
  return { called: host, isPublic: true, reachedBy };
}

function mailHost(model: Model): OwnHost {
  const { machine, host, submissionPort } = model.platform.mail;
  const address = rangesOf([publicAddress(model.platform, machine)]);
  const reachedBy = (from: PodGroup) => includes(networkOf(model).portsAt(from, address), submissionPort);
  return { called: host, isPublic: true, reachedBy };
}

const includes = (ranges: readonly PortRange[], port: number): boolean =>
  ranges.some(({ protocol, first, last }) => protocol === 'TCP' && first <= port && port <= last);
