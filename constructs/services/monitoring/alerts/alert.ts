import type { Duration } from '../../../../platform/types.ts';
import { yamlText } from '../../../index.ts';

/** Something that a person should know of, and what he then does. */
export interface Alert {
  readonly name: string;
  /** PromQL; whatever it returns is wrong. */
  readonly expr: string;
  /** How long it holds before anybody is told. */
  readonly for: Duration;
  /** `critical`: users notice it now, or data is at stake. `warning`: this week. */
  readonly severity: 'critical' | 'warning';
  /** One sentence; Prometheus's templates see `$labels` and `$value`. */
  readonly summary: string;
  /** What to do. */
  readonly action: string;
  /** What it speaks of, where the expression itself has no such labels. */
  readonly labels?: Readonly<Record<string, string>>;
}

/** A fact of the model, as a series that alerts and dashboards compare with. */
export interface Fact {
  readonly record: string;
  readonly expr: string;
  readonly labels: Readonly<Record<string, string>>;
}

export interface RuleGroup {
  readonly name: string;
  readonly rules: readonly (Alert | Fact)[];
}

/** @see https://prometheus.io/docs/prometheus/latest/configuration/recording_rules/ */
export function rulesFile(groups: readonly RuleGroup[]): string {
  const written = groups.filter(({ rules }) => rules.length > 0);
  return yamlText({ groups: written.map(({ name, rules }) => ({ name, rules: rules.map(rule) })) });
}

function rule(one: Alert | Fact) {
  if ('record' in one) return one;
  const { name, expr, severity, labels, summary, action } = one;
  return { alert: name, expr, for: one.for, labels: { severity, ...labels }, annotations: { summary, action } };
}

/** The worst of several expressions: what is wrong, or is not measured at all. */
export const orAbsent = (wrong: string, selector: string): string => `(${wrong}) or absent(${selector})`;
