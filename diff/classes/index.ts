import type { Change, ChangeClass, Claim } from '../change/change.ts';
import type { Changed } from '../compare/changed.ts';
import type { Field } from '../compare/field.ts';
import type { Sides } from '../sides/side.ts';
import { capacity } from './capacity.ts';
import { dataLoss } from './data-loss/index.ts';
import { exposure } from './exposure/index.ts';
import { hands } from './hands/index.ts';
import { privilege } from './privilege/index.ts';
import { replace } from './replace/index.ts';
import { restart } from './restart/index.ts';
import { routine } from './routine.ts';
import { version } from './version/index.ts';

/** Every class, from the worst. */
export const classes: readonly ChangeClass[] = [
  ...[dataLoss, replace, exposure, privilege, hands, restart, version, capacity, routine],
];

/** What the changed things mean, the worst first. Each field of each thing is told by exactly one change. */
export function classify(changes: readonly Changed[], sides: Sides): readonly Change[] {
  const told = changes.map((changed) => ({ changed, left: new Set(changed.fields) }));
  return classes.flatMap((one) => [
    ...told.flatMap(({ changed, left }) => changesOf(one, changed, left, sides)),
    ...followUps(one, changes, sides),
  ]);
}

function changesOf({ name, rules }: ChangeClass, changed: Changed, left: Set<Field>, sides: Sides): readonly Change[] {
  const { id: object, called, file, line } = changed.entity;
  return rules.flatMap((rule) =>
    rule(changed, sides).flatMap(({ also, ...claim }: Claim): readonly Change[] => {
      const fields = claim.fields.filter((field) => left.delete(field));
      return fields.length > 0 || also
        ? [{ class: name, object, called, ...claim, fields, place: { file, line } }]
        : [];
    }),
  );
}

function followUps({ name, consequences = [] }: ChangeClass, changes: readonly Changed[], sides: Sides) {
  if (changes.length === 0) return [];
  return consequences.flatMap((follow) =>
    follow(changes, sides).map(
      ({ place: { file, line }, ...told }): Change => ({ class: name, ...told, fields: [], place: { file, line } }),
    ),
  );
}
