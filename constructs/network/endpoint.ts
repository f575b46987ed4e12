import type { Cidr, Platform } from '../../platform/types.ts';
import { landmarks } from '../facts/landmarks.ts';
import { ingressOf, serverOf } from '../facts/platform-app.ts';

/** A port of an endpoint, as the packet carries it after every translation of the target (DNAT). */
export interface EndpointPort {
  readonly port: number;
  readonly protocol?: 'TCP' | 'UDP';
}

/** Pods by label, in one namespace. */
export interface Pods {
  readonly namespace: string;
  readonly labels: Readonly<Record<string, string>>;
  /** The namespace denies by default, so that the target's half of an edge is needed too. */
  readonly guarded: boolean;
}

/** Pods that an edge starts at. */
export interface NamedPods extends Pods {
  /** The first half of the edge's name: `<name>-to-database`. */
  readonly name: string;
}

/** The two labels that a workload's selector hangs on: a service, and a program of it. They never change. */
export function podLabels(service: string, component: string): Pods['labels'] {
  return { 'app.kubernetes.io/name': service, 'app.kubernetes.io/component': component };
}

/** Some pods or some addresses, and the ports reached there. */
export interface Peer {
  readonly pods?: Pods;
  readonly cidrs?: readonly Cidr[];
  readonly except?: readonly Cidr[];
  readonly ports: readonly EndpointPort[];
}

/** What an edge may lead to. A workload and a database are endpoints; what lies outside stands below. */
export interface Endpoint {
  /** The second half of the edge's name: `ghost-to-<name>`. */
  readonly name: string;
  readonly peers: readonly Peer[];
}

/** Addresses that no public network routes: an edge to the internet never covers them. RFC 1918, 3927, 6598. */
export const privateRanges: readonly Cidr[] = [
  '10.0.0.0/8',
  '100.64.0.0/10',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.168.0.0/16',
];

const outside = (name: string, port: number): Endpoint => ({
  name,
  peers: [{ cidrs: ['0.0.0.0/0'], except: privateRanges, ports: [{ port }] }],
});

/** The public internet, without any private range. Plain HTTP is for what is signed itself: packages of a distribution. */
export const internet = {
  https: outside('internet-https', 443),
  http: outside('internet-http', 80),
} as const;

/** OVH's object storage. Its addresses change, so that the policy can only name the port. */
export const objectStorage: Endpoint = outside('object-storage', 443);

/** K3s's own, which bear one label alone. */
export const traefikPods: NamedPods = {
  name: landmarks.traefik.service,
  namespace: landmarks.traefik.namespace,
  labels: { 'app.kubernetes.io/name': landmarks.traefik.service },
  guarded: false,
};

/** A public address of ours as a network of one. */
export function publicAddress(platform: Platform, machine: string): Cidr {
  const facts = platform.owner.machines[machine];
  if (!facts) throw new Error(`platform/owner.ts says nothing of machine '${machine}': add its public address there`);
  return `${facts.ipv4}/32`;
}

/** A port of the public address, and Traefik's own port that kube-proxy sends its packets to. */
export interface TraefikDoor {
  readonly port: number;
  readonly inside: number;
}

export const traefikDoors = {
  https: { port: 443, inside: 8443 },
  http: { port: 80, inside: 8000 },
} as const satisfies Record<string, TraefikDoor>;

/** Our own public web hosts, seen from a pod: single sign-on does this. */
export function ownWeb(platform: Platform): Endpoint {
  return { name: 'traefik', peers: throughTraefik(platform, traefikDoors.https) };
}

/** The same without TLS: cert-manager looks at a challenge this way before it asks Let's Encrypt to. */
export function ownPlainWeb(platform: Platform): Endpoint {
  return { name: 'traefik-http', peers: throughTraefik(platform, traefikDoors.http) };
}

/**
 * Every web address that an application may be given or makes up, those of our own public hosts among them: `internet.https`
 * alone leads to none of ours.
 */
export function wholeWeb(platform: Platform): readonly Endpoint[] {
  return [internet.https, ownWeb(platform)];
}

/**
 * A packet is judged after DNAT: it may be on its way to the public address, to K3s's ServiceLB pod, or already to
 * Traefik's own port.
 */
function throughTraefik(platform: Platform, { port, inside }: TraefikDoor): readonly Peer[] {
  const { namespace, service } = landmarks.traefik;
  const serviceLb = { namespace, labels: { 'svccontroller.k3s.cattle.io/svcname': service }, guarded: false };
  return [
    { cidrs: [publicAddress(platform, ingressOf(platform).name)], ports: [{ port }] },
    { pods: traefikPods, ports: [{ port: inside }] },
    { pods: serviceLb, ports: [{ port }] },
  ];
}

/** Mailcow's submission port. */
export function mailSubmission(platform: Platform): Endpoint {
  return mailcow(platform, landmarks.mailcow.service, platform.mail.submissionPort);
}

/** Its port for who reads a mailbox (IMAP, TLS from the start). */
export function mailReading(platform: Platform): Endpoint {
  return mailcow(platform, `${landmarks.mailcow.service}-imaps`, 993);
}

/** By its public address, or the Docker network behind it once DNAT has happened. */
function mailcow(platform: Platform, name: string, port: number): Endpoint {
  const cidrs = [publicAddress(platform, platform.mail.machine), platform.network.docker];
  return { name, peers: [{ cidrs, ports: [{ port }] }] };
}

/** The Kubernetes API. 10.43.0.1:443 is DNAT'ed to the server's mesh address before a policy sees it. */
export function kubernetesApi(platform: Platform): Endpoint {
  return { name: 'kubernetes-api', peers: [{ cidrs: [`${serverOf(platform).mesh}/32`], ports: [{ port: 6443 }] }] };
}
