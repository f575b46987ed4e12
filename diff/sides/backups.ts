import { at, itemsOf, textMapOf } from '../../synth/reading/json.ts';
import { readText } from '../tree/texts.ts';
import type { Side } from './side.ts';

/** The tier that each state is saved in, by `namespace/volume`: what the alert on a late backup goes by, and what a machine saves. */
export function backupTiers(side: Side): ReadonlyMap<string, string> {
  const texts = side.ofKind('ConfigMap').flatMap(({ value }) => {
    const data = textMapOf((value as { data?: unknown }).data);
    return Object.entries(data).filter(([, text]) => text.includes(maximumAge));
  });
  const records = texts.flatMap(([key, text]) => recordsIn(readText(key, text, side.known)));
  const promised = records.filter(({ record }) => record === maximumAge).map(({ labels }) => textMapOf(labels));
  const saved = side.ofKind('host').flatMap(({ value }) => itemsOf(at(value, 'state')).map(textMapOf));
  return new Map([...promised, ...saved].filter(({ tier }) => tier !== 'none').map(tierOf));
}

const maximumAge = 'uyoop:backup_maximum_age_seconds';

/** How much a tier saves: the more often, the more. */
export const tierRank = (tier: string): number => ['weekly', 'daily', 'hourly'].indexOf(tier);

function recordsIn(value: unknown): ReturnType<typeof itemsOf> {
  const groups = itemsOf((value as { groups?: unknown } | undefined)?.groups);
  return groups.flatMap(({ rules }) => itemsOf(rules));
}

const tierOf = ({ namespace, volume, tier = '' }: Readonly<Record<string, string>>) =>
  [`${namespace}/${volume}`, tier] as const;
