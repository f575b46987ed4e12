import { classes } from '../classes/index.ts';
import type { Group, Report } from './report.ts';

/** The classes that have any change, from the worst. */
export const groupsOf = ({ changes }: Report): readonly Group[] =>
  classes.flatMap(({ name, title }) => {
    const own = changes.filter((change) => change.class === name);
    return own.length > 0 ? [{ class: name, title, changes: own }] : [];
  });
