import { toJson } from '../../synth/model/files.ts';
import { isShut } from '../change/gate.ts';
import { readablePath } from '../compare/field.ts';
import type { Report } from './report.ts';

/** The report for a program: all of it, with every field. */
export function jsonReport(report: Report): string {
  const { base, warnings, leftovers, gate } = report;
  const changes = report.changes.map((one) => {
    const { fields, place, ...change } = one;
    const waiver = gate.waived.get(one);
    return {
      ...change,
      file: `dist/${place.file}`,
      line: place.line,
      fields: fields.map(({ path, before, after }) => ({ path: readablePath(path), before, after })),
      ...(waiver && { waiver: waiver.file }),
    };
  });
  const { threshold, problems } = gate;
  const stops = gate.stops.map(({ class: name, object }) => ({ class: name, object }));
  return toJson({ base, passes: !isShut(gate), gate: { threshold, stops, problems }, warnings, changes, leftovers });
}
