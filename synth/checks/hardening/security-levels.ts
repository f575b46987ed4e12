/*
 * Fields: the labels pod-security.kubernetes.io/enforce, /warn and /audit of Namespaces.
 * Allowed: restricted, baseline or privileged, and warn and audit no looser than enforce.
 */

import { check } from '../../model/check.ts';
import type { Letter } from '../../model/finding.ts';
import { writtenNamespaces } from '../../reading/namespaces.ts';
import { isLevel, type Level, levelLabel, levels, rank } from '../../reading/pod-security.ts';
import type { Labels } from '../../reading/selector.ts';

const unknown = `label it ${levelLabel('enforce')}: ${levels.join(', ')}`;
const looser = 'label it with the level that it enforces, or a stricter one';

export default check('namespaces that enforce no Pod Security level, or warn of less than they enforce', (model) =>
  writtenNamespaces(model).flatMap(({ path, name, labels }) => {
    const level = labels[levelLabel('enforce')];
    if (isLevel(level)) return silent(path, name, labels, level);
    const got = level === undefined ? `no label ${levelLabel('enforce')}` : `'${level}'`;
    return [{ where: path, what: `namespace '${name}' enforces no Pod Security level`, got, cure: unknown }];
  }),
);

/** `warn` and `audit` looser than `enforce` say nothing; they are there for the day that the level is raised. */
function silent(where: string, name: string, labels: Labels, level: Level): readonly Letter[] {
  const loose = (['warn', 'audit'] as const).filter((mode) => rankOf(labels[levelLabel(mode)]) > rank(level));
  return loose.map((mode) => ({
    where,
    what: `namespace '${name}' is looser in '${mode}' than in 'enforce'`,
    got: `${labels[levelLabel(mode)] ?? 'not set'} against ${level}`,
    cure: looser,
  }));
}

/** What is no level, or not set, lets everything pass. */
const rankOf = (text: string | undefined): number => rank(isLevel(text) ? text : 'privileged');
