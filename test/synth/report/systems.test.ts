import { describe, expect, it } from 'vitest';
import type { NamespaceChart } from '../../../constructs/namespace/namespace.ts';
import { SonarQube } from '../../../constructs/services/sonarqube/sonarqube.ts';
import { compose } from '../../../main.ts';
import { systems } from '../../../platform/systems.ts';
import type { Phase } from '../../../platform/types.ts';
import { uyoop } from '../../../platform/uyoop.ts';
import type { Model } from '../../../synth/model/model.ts';
import { systemsMarkdown } from '../../../synth/report/systems.ts';
import { alone, modelOf } from '../../support/composed.ts';
import { host } from '../../support/platform.ts';
import { town } from '../../support/town.ts';

/** The cells of each row, by the name of its system. */
function tableOf(model: Model): ReadonlyMap<string, readonly string[]> {
  const [, ...lines] = systemsMarkdown(model).split('|---|---|---|---|---|\n');
  const rows = lines.join('').trim().split('\n');
  return new Map(
    rows.map((row) => {
      const [name = '', , ...cells] = row.slice(2, -2).split(' | ');
      return [name, cells];
    }),
  );
}

const townIn = (phase: Phase): Model => ({
  ...modelOf(town(phase)),
  inventoryIn: (variant) => town(variant.phase ?? phase).inventory,
});

describe('the table of systems', () => {
  const table = tableOf(townIn(3));

  it('has every row of the plan, each once and in its order, then what no row names', () => {
    expect([...table.keys()]).toEqual([...Object.keys(systems), 'prod-cinema/cinema', 'prod-shop/shop', 'lab/bench']);
  });

  it('says where a system runs, all of it together', () => {
    expect(table.get('Authelia')?.[0]).toBe('quay: security/authelia');
    expect(table.get('Loki')?.[0]).toBe('quay: monitoring/loki; every machine: node-agents/alloy');
    expect(table.get('Vault')?.[0]).toBe(
      'quay: security/vault, security/vault-feed, security/vault-snapshot; Terraform: vault',
    );
    expect(table.get('K3s')?.[0]).toBe('quay: kube-system/priorities, system');
    expect(table.get('Renovate')?.[0]).toBe('repository: renovate.json');
  });

  it('says what keeps it: its backups, or that it has no state', () => {
    expect(table.get('prod-shop/shop')?.[1]).toBe('shop-database daily with a dump, shop-pictures daily');
    expect(table.get('prod-cinema/cinema')?.[1]).toBe('cinema-database weekly with a dump, cinema-films not saved');
    expect(table.get('Traefik')?.[1]).toBe('stateless');
    expect(table.get('OVH DNS')?.[1]).toBe("Terraform's state");
  });

  it('says from which phase on, or that nobody provides it yet', () => {
    const from = (name: string) => table.get(name)?.at(-1);
    expect(['Traefik', 'OVH DNS', 'Sealed Secrets', 'lab/bench', 'Vault'].map(from)).toEqual([
      'phase 1',
      'phase 1',
      'phase 2',
      'phase 2',
      'phase 3',
    ]);
    expect(table.get('UFW')).toEqual([
      'quay: hosts/roles/firewall; loft: hosts/roles/firewall',
      'stateless',
      'phase 1',
    ]);
    expect(table.get('DRP drill')).toEqual(['repository: dist/hosts/drill.json', 'Git', 'phase 1']);
    expect(table.get('Ghost')).toEqual(['', '', 'not yet']);
  });

  it('knows what a later phase brings, and shows it as it will be', () => {
    const early = tableOf(townIn(1));
    expect(early.get('Vault')).toEqual([
      'quay: security/vault, security/vault-feed, security/vault-snapshot',
      'data-vault-0 not saved, vault-snapshot-data daily',
      'phase 3',
    ]);
    expect(early.get('Sealed Secrets')).toEqual(table.get('Sealed Secrets'));
  });

  it('names a row as soon as a service says that it is the one', () => {
    const build = (chart: NamespaceChart) => new SonarQube(chart, 'sonarqube', { host: host('sonar.harbour.example') });
    const lab = tableOf(modelOf(alone('factory', 'dev', build, { phase: 2 })));
    expect([table, lab].map((one) => one.get('SonarQube')?.[0])).toEqual(['', 'loft: factory/sonarqube']);
  });
});

it('the owner’s table has every service once', () => {
  const model = compose(uyoop, {});
  const where = [...tableOf(model).values()].map(([cell]) => cell).join('; ');
  const named = where.split(/; |, |: /);
  for (const { node } of model.inventory.services) {
    expect(named.filter((name) => name === node.path)).toEqual([node.path]);
  }
});
