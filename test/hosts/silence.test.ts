import { isDeepStrictEqual } from 'node:util';
import { describe, expect, it } from 'vitest';
import { HostCheckout, HostSysctl } from '../../constructs/facts/claim.ts';
import hosts from '../../synth/checks/hosts/index.ts';
import reportAddresses from '../../synth/checks/mail/report-addresses.ts';
import type { MachineContract } from '../../synth/model/machine-contract.ts';
import { modelAlone } from '../../synth/model/run.ts';
import { core, lab, object, Scratch, scratch } from '../synth/checks/scratch.ts';

type Path = readonly string[];
type Node = Record<string, unknown>;

const address = core.mesh;
const busy = {
  ...core,
  ports: [
    ...core.ports,
    { port: 9180, protocol: 'tcp', owner: 'cAdvisor', address },
    { port: 6060, protocol: 'tcp', owner: 'CrowdSec metrics', address },
  ] as const,
};

/** A platform that counts on whatever a machine can be told. */
const model = scratch({
  platform: { machines: [busy, lab] },
  add: ({ prod, dev }) => {
    const commit = 'bef5dfaadbb07381af02ec4e7391e49214ebf953';
    const repository = 'https://example.org/plugin';
    new HostCheckout(prod, 'plugin', { machine: busy, repository, commit, path: '/opt/plugin' });
    new HostSysctl(dev, 'maps', { machine: lab, key: 'vm.max_map_count', minimum: 524_288 });
    for (const chart of [prod, dev])
      new Scratch(chart, 'exporter', { args: ['--collector.textfile.directory=/host/var/lib/node-exporter/textfile'] });
    object(prod, {
      apiVersion: 'discovery.k8s.io/v1',
      kind: 'EndpointSlice',
      metadata: { name: 'mailcow', namespace: 'prod-mail' },
      addressType: 'IPv4',
      endpoints: [{ addresses: [address] }],
      ports: [{ port: 8443 }],
    });
  },
});

const found = (contracts: readonly MachineContract[]): boolean =>
  [...hosts.checks, reportAddresses].some((check) => check.find({ ...model, contracts }, modelAlone).length > 0);

/** Every place of a value: of an object's words, of a list's items, and of what stands in them. */
function places(value: unknown): readonly Path[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => [[key], ...places(inner).map((rest) => [key, ...rest])]);
}

/** The same contract, with the value at a place changed. */
function changed(contract: MachineContract, path: Path, change: (holder: Node, key: string) => void): MachineContract {
  const copy = structuredClone(contract);
  const holder = path.slice(0, -1).reduce((node, key) => node[key] as Node, copy as unknown as Node);
  change(holder, path.at(-1) as string);
  return copy;
}

/** Something else of the same kind, a number less. What stands in a list or an object is altered word by word. */
function other(value: unknown): unknown {
  if (Array.isArray(value)) return value.length === 0 ? ['one more'] : value;
  switch (typeof value) {
    case 'number':
      return value - 1;
    case 'boolean':
      return !value;
    case 'string':
      return `${value}0`;
    default:
      return value;
  }
}

function alter(holder: Node, key: string): void {
  holder[key] = other(holder[key]);
}

function drop(holder: Node, key: string): void {
  if (Array.isArray(holder)) holder.splice(Number(key), 1);
  // A `false` that is gone says the same.
  else if (holder[key] !== false) delete holder[key];
}

/** What nobody notices. A check may throw on what no contract may be: the compiler refuses that first. */
function silent(contract: MachineContract, change: typeof alter): readonly string[] {
  const misses = (path: Path) => {
    const told = changed(contract, path, change);
    try {
      return isDeepStrictEqual(told, contract) || found(model.contracts.map((one) => (one === contract ? told : one)));
    } catch {
      return true;
    }
  };
  return places(contract)
    .filter((path) => !misses(path))
    .map((path) => path.join('.'));
}

it('takes the model as it is', () => expect(found(model.contracts)).toBe(false));

describe.each(model.contracts.map((contract) => [contract.machine, contract] as const))(
  'what %s is told',
  (_, contract) => {
    it('is many lines', () => expect(places(contract).length).toBeGreaterThan(100));
    it('is missed, whichever line is gone', () => expect(silent(contract, drop)).toEqual([]));
    it('is refused, whichever line is another', () => expect(silent(contract, alter)).toEqual([]));
  },
);
