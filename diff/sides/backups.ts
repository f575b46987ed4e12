import { itemsOf, textMapOf } from '../../synth/reading/json.ts';
import { readText } from '../tree/texts.ts';
import type { Side } from './side.ts';

/** The tier that each volume is saved in, by `namespace/claim`: what the alert on a late backup goes by. */
export function backupTiers(side: Side): ReadonlyMap<string, string> {
  const texts = side.ofKind('ConfigMap').flatMap(({ value }) => {
    const data = textMapOf((value as { data?: unknown }).data);
    return Object.entries(data).filter(([, text]) => text.includes(maximumAge));
  });
  const records = texts.flatMap(([key, text]) => recordsIn(readText(key, text)));
  return new Map(
    records.filter(({ record }) => record === maximumAge).flatMap(({ labels }) => tierOf(textMapOf(labels))),
  );
}

const maximumAge = 'uyoop:backup_maximum_age_seconds';

/** How much a tier saves: the more often, the more. */
export const tierRank = (tier: string): number => ['weekly', 'daily', 'hourly'].indexOf(tier);

function recordsIn(value: unknown): ReturnType<typeof itemsOf> {
  const groups = itemsOf((value as { groups?: unknown } | undefined)?.groups);
  return groups.flatMap(({ rules }) => itemsOf(rules));
}

const tierOf = ({ namespace, volume, tier = '' }: Readonly<Record<string, string>>) => [
  [`${namespace}/${volume}`, tier] as const,
];
