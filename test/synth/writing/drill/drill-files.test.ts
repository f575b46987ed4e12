import { describe, expect, it, test } from 'vitest';
import type { GitOps, Phase } from '../../../../platform/types.ts';
import { savedStates } from '../../../../synth/writing/backups/states.ts';
import { drillPlan } from '../../../../synth/writing/drill/drill-files.ts';
import { inOrder, needsOf } from '../../../../synth/writing/drill/order.ts';
import { choices } from '../../../support/composed.ts';
import { own } from '../../../support/own.ts';
import { town } from '../../../support/town.ts';

const planOf = (phase: Phase, gitops: GitOps) => {
  const { platform, inventory } = own(phase, gitops);
  return drillPlan(platform, inventory);
};
const plan = planOf(3, 'flux');
const step = (id: string) => plan.steps.find((one) => one.id === id);
const wordsOf = ({ run, shows }: (typeof plan.steps)[number]) =>
  [...run, ...shows.map((proof) => proof.run)].join('\n');

describe.each(choices)('the drill in phase %s with %s', (phase, gitops) => {
  const { platform, inventory } = own(phase, gitops);
  const { steps, services, machines } = drillPlan(platform, inventory);

  it('waits for nothing but steps that come before', () => {
    for (const [at, { id, after }] of steps.entries()) {
      const before = steps.slice(0, at).map((one) => one.id);
      expect(
        after.filter((other) => !before.includes(other)),
        id,
      ).toEqual([]);
    }
  });

  it('puts back every state that is saved, and lets each show what it is', () => {
    const all = steps.map(wordsOf).join('\n');
    const saved = platform.machines.flatMap((machine) => savedStates(platform, inventory, machine));
    for (const { namespace, volume, bucket } of saved.filter(({ bucket: one }) => !one)) {
      expect(bucket).toBeUndefined();
      expect(all).toContain(`uyoop-restore shows ${namespace}/${volume}\n`);
    }
  });

  it('makes each machine of the phase, the server first, and ends with what tells of it', () => {
    const ground = steps.filter(({ id }) => id.startsWith('ground/')).map(({ id }) => id.slice('ground/'.length));
    expect(ground).toEqual(machines);
    expect(steps[0]?.id).toBe('kit');
    expect(steps.at(-1)?.run).toEqual(['play hosts/site.yaml --tags backup']);
  });

  it('stops the hand of the engine before it stops a pod', () => {
    for (const { stop, start } of Object.values(services)) {
      expect(stop[0]).toContain(
        gitops === 'flux' ? '-n flux-system patch kustomization' : '-n argocd patch application root',
      );
      expect(start.at(-1)).toMatch(gitops === 'flux' ? /"suspend":false/ : /argocd|root\.yaml/);
    }
  });
});

describe('the order of the drill', () => {
  const at = (id: string) => plan.steps.findIndex((one) => one.id === id);

  it('is that of the edges: Vault before who reads from it, the portal before who stands behind it', () => {
    expect(at('service/security/vault')).toBeLessThan(at('service/security/authelia'));
    expect(at('service/security/authelia')).toBeLessThan(at('service/prod-cloud/nextcloud'));
    expect(step('service/prod-cloud/nextcloud')?.after).toContain('service/security/authelia');
  });

  it('has every service of the town once, and none twice where two need each other', () => {
    const { inventory } = town();
    const needs = needsOf(inventory);
    const [one, other] = inventory.services.filter(({ layer }) => layer === 'services');
    if (!one || !other) throw new Error('the town has no two services');
    const circle = new Map([...needs, [one, [other]], [other, [one]]]);
    for (const each of [needs, circle]) {
      const order = inOrder(inventory, each);
      expect(new Set(order).size).toBe(inventory.services.length);
      expect(order).toHaveLength(inventory.services.length);
    }
  });
});

describe('a step', () => {
  it('lays folders down before K3s starts, and Mailcow’s before Mailcow', () => {
    const volumes = step('volumes/core-prod');
    expect(volumes?.run[0]).toContain('restore_states=machine/core-prod-k3s-datastore,');
    expect(volumes?.run[0]).not.toContain('mailcow');
    expect(step('cluster/core-prod')?.after).toContain('volumes/core-prod');
    expect(step('mail/core-prod')?.run[0]).toContain('mailcow_starts=false');
    expect(step('mail-databases/core-prod')?.byHand).toContain('backup_and_restore.sh restore');
  });

  it('loads dumps alone when its folders lie there already', () => {
    expect(step('service/prod-web/ghost')?.run).toEqual([
      'play hosts/restore.yaml --extra-vars restore_service=prod-web/ghost --extra-vars restore_files=false $POINT',
    ]);
  });

  it('takes a minute for each gigabyte that may come back', () => {
    const lab = step('volumes/ai-lab');
    expect(lab?.minutes).toBeGreaterThanOrEqual(10);
    expect(step('volumes/core-prod')?.minutes).toBeGreaterThan(lab?.minutes ?? 0);
  });

  test.each<[Phase, boolean]>([
    [1, false],
    [3, true],
  ])('of Vault is there in phase %s: %s', (phase, there) => {
    const ids = planOf(phase, 'flux').steps.map(({ id }) => id);
    expect(ids.includes('service/security/vault')).toBe(there);
  });
});

describe('one service', () => {
  const ghost = plan.services['prod-web/ghost'];

  it('starts its database alone while its dump is loaded, and the rest afterwards', () => {
    expect(ghost).toMatchObject({ files: ['prod-web/ghost-content'], databases: ['prod-web/ghost-database'] });
    expect(ghost?.startDatabases.join('\n')).toContain('scale statefulset/ghost-database --replicas=1');
    expect(ghost?.start.join('\n')).toContain('scale deployment/ghost --replicas=1');
    expect(ghost?.start.join('\n')).not.toContain('ghost-database');
    expect(ghost?.stop.join('\n')).toContain('scale statefulset/ghost-database --replicas=0');
  });

  it('with jobs by the clock has them wait too', () => {
    const stops = Object.values(plan.services).flatMap(({ stop }) => stop);
    expect(stops.filter((line) => line.includes('patch cronjob/')).length).toBeGreaterThan(0);
  });

  it('knows the bucket whose key it holds', () => {
    expect(plan.services['prod-cloud/nextcloud']?.buckets).toEqual(['bucket/drive']);
  });
});

test('of each tier it says how much may be lost', () => {
  expect(plan.losesHours).toEqual({ hourly: 3, daily: 30, weekly: 192 });
});
