import type { ResourceClaim } from '../../constructs/facts/claim.ts';
import { machinesOf } from '../../constructs/facts/platform-app.ts';
import { bytes, millicores, readableBytes, readableCores } from '../../constructs/facts/quantity.ts';
import type { Finding } from '../model/finding.ts';
import type { Model } from '../model/model.ts';
import { type Json, type PodTemplate, pinnedTo, podTemplates, staysRunning } from '../reading/written.ts';

/** What pods ask for. CPU in millicores, memory in bytes. */
interface Demand {
  readonly cpu: number;
  readonly memory: number;
  readonly limit: number;
}

/** Check 1, the other half: every written pod template is covered by claims, so that the budgets are true. */
export function claims(model: Model): readonly Finding[] {
  const byOwner = claimsByOwner(model.inventory.claims);
  const machines = machinesOf(model.platform).map(({ name }) => name);
  return [
    ...strays(model, machines),
    ...podTemplates(model).flatMap((template) => {
      const made = claimsOf(template.path, byOwner);
      if (made.length === 0) return [unclaimed(template)];
      return [...uncovered(template, made, machines), ...misplaced(template, made)];
    }),
  ];
}

function strays(model: Model, machines: readonly string[]): readonly Finding[] {
  return model.inventory.claims
    .filter(({ machine }) => !machines.includes(machine.name))
    .map(({ node, machine }) => ({
      check: 1,
      where: node.path,
      what: 'a claim on a machine that this phase does not have',
      got: `'${machine.name}' (there are ${machines.join(', ')})`,
      cure: "build the service from the machine's phase on, or place it elsewhere with node",
    }));
}

function claimsByOwner(all: readonly ResourceClaim[]): ReadonlyMap<string, readonly ResourceClaim[]> {
  const map = new Map<string, ResourceClaim[]>();
  for (const claim of all) {
    const owner = claim.node.scope?.node.path ?? '';
    map.set(owner, [...(map.get(owner) ?? []), claim]);
  }
  return map;
}

/** The claims of the nearest construct around an object. */
function claimsOf(path: string, byOwner: ReadonlyMap<string, readonly ResourceClaim[]>): readonly ResourceClaim[] {
  const parts = path.split('/');
  for (let length = parts.length - 1; length > 0; length -= 1) {
    const found = byOwner.get(parts.slice(0, length).join('/'));
    if (found) return found;
  }
  return [];
}

function unclaimed(template: PodTemplate): Finding {
  const { path, kind, namespace, name } = template;
  const { cpu, memory } = demandOf(template);
  return {
    check: 1,
    where: path,
    what: 'pods that no claim covers',
    got: `${kind} ${namespace}/${name} asks for ${readableCores(cpu)} and ${readableBytes(memory)}`,
    cure: "put a ResourceClaim beside it: a machine's budget knows of claims alone",
  };
}

function uncovered(
  template: PodTemplate,
  made: readonly ResourceClaim[],
  machines: readonly string[],
): readonly Finding[] {
  const demand = demandOf(template);
  const times = template.kind === 'DaemonSet' && !pinnedTo(template.spec) ? machines.length : template.replicas;
  const sum = (of: (claim: ResourceClaim) => number) =>
    made.reduce((total, claim) => total + of(claim) * claim.replicas, 0);
  const short = [
    ...shortage(
      'CPU',
      demand.cpu * times,
      sum(({ resources }) => millicores(resources.cpu)),
      readableCores,
    ),
    ...shortage(
      'memory',
      demand.memory * times,
      sum(({ resources }) => bytes(resources.memory)),
      readableBytes,
    ),
    ...shortage(
      'memory limit',
      demand.limit * times,
      sum(({ resources: { memory, memoryLimit } }) => bytes(memoryLimit ?? memory)),
      readableBytes,
    ),
  ];
  if (short.length === 0) return [];
  return [
    {
      check: 1,
      where: template.path,
      what: 'pods ask for more than their claim',
      got: short.join('; '),
      cure: 'make the claim as large as what is written, replicas included',
    },
  ];
}

function shortage(
  what: string,
  asked: number,
  claimed: number,
  readable: (amount: number) => string,
): readonly string[] {
  return asked > claimed ? [`${what} ${readable(asked)} against ${readable(claimed)} claimed`] : [];
}

function misplaced({ path, spec }: PodTemplate, made: readonly ResourceClaim[]): readonly Finding[] {
  const pin = pinnedTo(spec);
  if (pin === undefined || made.some(({ machine }) => machine.name === pin)) return [];
  return [
    {
      check: 1,
      where: path,
      what: 'pods run on one machine and are claimed on another',
      got: `pinned to ${pin}, claimed on ${made.map(({ machine }) => machine.name).join(', ')}`,
      cure: 'give the claim and the pods the same machine',
    },
  ];
}

/** What Kubernetes reserves: what runs together, or the greediest preparation before it. */
function demandOf({ spec: { containers = [], initContainers = [] }, annotations }: PodTemplate): Demand {
  const amounts = (list: readonly Json[]) => list.map(amountOf);
  const together = sumOf(amounts([...containers, ...initContainers.filter(staysRunning), ...agents(annotations)]));
  return amounts(initContainers.filter((container: Json) => !staysRunning(container))).reduce(largest, together);
}

/** The container that Vault's injector puts beside the others; before them it asks for less than they do. */
function agents(annotations: PodTemplate['annotations']): readonly Json[] {
  const setting = (name: string) => annotations[`vault.hashicorp.com/agent-${name}`];
  if (setting('inject') !== 'true' || setting('pre-populate-only') === 'true') return [];
  const requests = { cpu: setting('requests-cpu'), memory: setting('requests-mem') };
  return [{ resources: { requests, limits: { memory: setting('limits-mem') } } }];
}

function amountOf({ resources = {} }: Json): Demand {
  const { requests = {}, limits = {} } = resources;
  const memory = bytes(requests.memory ?? limits.memory ?? 0);
  return { cpu: millicores(requests.cpu ?? limits.cpu ?? 0), memory, limit: bytes(limits.memory ?? 0) };
}

const sumOf = (all: readonly Demand[]): Demand =>
  all.reduce(
    (sum, one) => ({ cpu: sum.cpu + one.cpu, memory: sum.memory + one.memory, limit: sum.limit + one.limit }),
    { cpu: 0, memory: 0, limit: 0 },
  );

const largest = (a: Demand, b: Demand): Demand => ({
  cpu: Math.max(a.cpu, b.cpu),
  memory: Math.max(a.memory, b.memory),
  limit: Math.max(a.limit, b.limit),
});
