import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { forcedNew } from '../../../diff/facts/forced.ts';
import type { Fields } from '../../support/manifests.ts';
import type { Piece } from '../pieces.ts';
import { type Answer, disagreements, type Plan, recorded } from './answers.ts';
import { type Pair, pairs, sumOf } from './pairs.ts';
import { record } from './record.ts';
import { type Change, exampleOf, ovhSchema, Terraform } from './terraform.ts';

const schema = ovhSchema(join(import.meta.dirname, '../../..'));
const terraform = await Terraform.start(schema);
const given = new Map<string, Answer>();

const blocksOf = (pieces: readonly Piece[]): ReadonlyMap<string, Fields> =>
  new Map(
    pieces.flatMap((piece) =>
      'stack' in piece && piece.address.startsWith('ovh_') ? [[piece.address, piece.body]] : [],
    ),
  );

/** Each pair's blocks bear its number, so that one plan asks of all of them. */
function changesOf({ before, after }: Pair, number: number): readonly Change[] {
  const [old, fresh] = [blocksOf(before), blocksOf(after)];
  return [...new Set([...old.keys(), ...fresh.keys()])].map((address) => ({
    address: `${address}-${number}`,
    before: old.get(address),
    after: fresh.get(address),
  }));
}

afterAll(() => {
  record(given, { terraform: terraform.version, 'terraform-provider-ovh': '2.19.0' });
  terraform.stop();
});

describe('a plan does what is said', async () => {
  const asked = pairs.filter((pair) => changesOf(pair, 0).length > 0);
  const planned = await terraform.plans(asked.flatMap(changesOf));

  it.each(asked.map((pair, number) => [pair.name, pair, number] as const))('%s', (_, pair, number) => {
    const own = changesOf(pair, number).map(({ address }) => [address.replace(`-${number}`, ''), planned.get(address)]);
    const plans = Object.fromEntries(own.filter(([, plan]) => plan !== undefined)) as Readonly<Record<string, Plan>>;
    const answer = { sum: sumOf(pair), plans };
    given.set(pair.name, answer);
    expect(disagreements(pair, answer)).toEqual([]);
    if (process.env.AGREE !== 'record') expect(recorded.pairs[pair.name]?.plans).toEqual(plans);
  });
});

describe('an attribute of which a new value means a new resource is one that stands in the kept list', async () => {
  const settable = Object.entries(schema)
    .filter(([type]) => type in forcedNew)
    .flatMap(([type, attributes]) =>
      Object.entries(attributes).flatMap(([name, one]) =>
        name !== 'id' && (one.required || one.optional) ? [{ type, name, one }] : [],
      ),
    );
  const planned = await terraform.plans(
    settable.map(({ type, name, one }, number) => ({
      address: `${type}.a${number}`,
      before: { [name]: exampleOf(name, one) },
      after: { [name]: exampleOf(name, one, true) },
    })),
  );

  it.each(settable.map(({ type, name }, number) => [`${type}.${name}`, type, name, number] as const))(
    '%s',
    (_, type, name, number) => {
      expect(planned.get(`${type}.a${number}`) === 'replace').toBe(forcedNew[type]?.includes(name));
    },
  );
});
