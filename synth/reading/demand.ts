import type { Amounts, Container } from './containers.ts';
import type { PodTemplate } from './pods.ts';
import { amountOf, millicoresOf } from './quantities.ts';

/** What pods ask for. CPU in millicores, memory in bytes. */
export interface Demand {
  readonly cpu: number;
  readonly memory: number;
  /** Ceiling of their memory. */
  readonly limit: number;
}

type Asking = Pick<Container, 'requests' | 'limits'>;

/** What Kubernetes reserves for one pod: what runs together, or the greediest preparation before it. */
export function demandOf({ containers, running, annotations }: PodTemplate): Demand {
  const before = containers.filter((container) => !running.includes(container));
  const together = [...running, ...agentsOf(annotations)].map(demandOfOne).reduce(sum, none);
  return before.map(demandOfOne).reduce(largest, together);
}

/** The container that Vault's injector puts beside the others; before them it asks for less than they do. */
function agentsOf(annotations: PodTemplate['annotations']): readonly Asking[] {
  const setting = (name: string) => annotations[`vault.hashicorp.com/agent-${name}`];
  if (setting('inject') !== 'true' || setting('pre-populate-only') === 'true') return [];
  const requests: Amounts = { cpu: millicoresOf(setting('requests-cpu')), memory: amountOf(setting('requests-mem')) };
  return [{ requests, limits: { memory: amountOf(setting('limits-mem')) } }];
}

function demandOfOne({ requests, limits }: Asking): Demand {
  const { cpu = limits.cpu ?? 0, memory = limits.memory ?? 0 } = requests;
  return { cpu, memory, limit: limits.memory ?? 0 };
}

const none: Demand = { cpu: 0, memory: 0, limit: 0 };

const sum = (a: Demand, b: Demand): Demand => ({
  cpu: a.cpu + b.cpu,
  memory: a.memory + b.memory,
  limit: a.limit + b.limit,
});

const largest = (a: Demand, b: Demand): Demand => ({
  cpu: Math.max(a.cpu, b.cpu),
  memory: Math.max(a.memory, b.memory),
  limit: Math.max(a.limit, b.limit),
});
