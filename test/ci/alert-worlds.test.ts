import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { type Rules, testsOf, worlds } from '../../.ci/alert-worlds.mjs';
import { choices } from '../support/composed.ts';
import { town } from '../support/town.ts';

const rulesOf = (...choice: (typeof choices)[number]): Rules =>
  parse(
    town(...choice)
      .manifests.in('monitoring')
      .one('ConfigMap', 'prometheus-config').data['etc_prometheus_rules.yml'],
  );
const alertsOf = ({ groups }: Rules) =>
  groups.flatMap(({ rules }) => rules.flatMap(({ alert }) => (alert ? [alert] : [])));

describe('the worlds in which promtool tries every alert', () => {
  it('are there for each alert of every phase and either engine, and for no other', () => {
    const named = new Set(choices.flatMap((choice) => alertsOf(rulesOf(...choice))));
    expect([...named].sort()).toEqual(Object.keys(worlds).sort());
  });

  it('say why an alert is silent where nothing was ever measured', () => {
    for (const [name, { empty }] of Object.entries(worlds))
      if (empty !== undefined) expect(empty.length, name).toBeGreaterThan(10);
    // Who speaks for another in that world must speak himself.
    const speakers = Object.values(worlds).flatMap(({ empty }) => empty?.match(/[A-Z]\w+[a-z][A-Z]\w+/g) ?? []);
    expect(speakers).toEqual(expect.arrayContaining(['FluxSilent', 'JobsNotRunning', 'LogsMissing', 'ServiceMissing']));
    const silent = speakers.filter((name) => worlds[name]?.empty !== undefined);
    expect([...new Set(silent)].sort()).toEqual(['MachineDown', 'MachineUnmeasured', 'TargetDown']);
  });

  it('are made of the rules that are written, each alert by itself and all of them together', () => {
    const rules = rulesOf(3, 'flux');
    const { all, ...each } = testsOf(rules);
    expect(all?.tests).toHaveLength(2);
    expect(Object.keys(each)).toEqual([...new Set(alertsOf(rules))]);
    expect(JSON.stringify(each['BackupLate']?.tests)).toContain('volume=\\"shop-pictures\\"');
  });

  it('are asked for with an alert that has none', () => {
    const rules = { groups: [{ rules: [{ alert: 'Invented', expr: 'up == 2', labels: {} }] }] };
    expect(() => testsOf(rules)).toThrow("alert 'Invented' has no row in .ci/alert-worlds.mjs: say what it reads");
  });
});
