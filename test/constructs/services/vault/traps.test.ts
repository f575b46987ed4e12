import { spawnSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import type { Tier } from '../../../../platform/types.ts';
import type { Composed } from '../../../support/composed.ts';
import type { Fields } from '../../../support/manifests.ts';
import { own } from '../../../support/own.ts';
import { town } from '../../../support/town.ts';

const prefix = 'vault.hashicorp.com/';

interface Injected {
  readonly name: string;
  readonly kind: string;
  /** The injector's annotations, without their prefix. */
  readonly settings: Readonly<Record<string, string>>;
  readonly template: Fields;
  /** It reads its files at each request or run. */
  readonly rereads: boolean;
  readonly tier: Tier | undefined;
  /** What the injector is asked about. */
  readonly webhook: Fields;
}

/** The fixture's and the owner's: a trap is one for whoever steps into it. */
const injected = [town(), own()].flatMap(injectedIn);

function injectedIn({ manifests, inventory }: Composed): Injected[] {
  const { webhook } = manifests.one('HelmRelease', 'vault').spec.values.injector;
  const tiers = new Map(inventory.namespaces.map(({ namespaceName, tier }) => [namespaceName, tier]));
  const rereading = inventory.workloads.filter(({ props }) => props.rereadsSecrets);
  return ['Deployment', 'StatefulSet', 'CronJob'].flatMap((kind) =>
    manifests.of(kind).flatMap(({ metadata: { name, namespace = '' } }) => {
      const template = manifests.in(namespace).template(name);
      const settings = Object.fromEntries(
        Object.entries<string>(template.metadata.annotations ?? {})
          .filter(([key]) => key.startsWith(prefix))
          .map(([key, value]) => [key.slice(prefix.length), value]),
      );
      if (settings['agent-inject'] !== 'true') return [];
      const rereads = rereading.some(({ pods, ...one }) => pods.namespace === namespace && one.name === name);
      const tier = tiers.get(namespace);
      return [{ name: `${namespace}/${name}`, kind, settings, template, rereads, tier, webhook }];
    }),
  );
}

const secretsOf = (settings: Injected['settings']) =>
  Object.keys(settings).flatMap((key) => (key.startsWith('agent-inject-secret-') ? [key.slice(20)] : []));

const pathsOf = (settings: Injected['settings']) =>
  secretsOf(settings).map((name) => settings[`agent-inject-secret-${name}`] as string);
const leases = (settings: Injected['settings']) => pathsOf(settings).some((path) => path.startsWith('database/creds/'));

describe.each(injected)('$name', ({ kind, settings, template: { metadata, spec }, rereads, tier, webhook }) => {
  test('does not start while the injector is down', () => {
    expect(webhook.failurePolicy).toBe('Fail');
    expect(metadata.labels).toMatchObject(webhook.objectSelector.matchLabels);
  });

  test('has its files before anything else of it runs, and no sidecar in a job, which would never end', () => {
    if (leases(settings)) {
      expect(settings['agent-pre-populate']).toBe('false');
      expect(spec.containers[0].command.join(' ')).toMatch(/ -c second=0; until \[ -s \/secrets\/\S+ \]/);
      expect(kind).toBe('Deployment');
    } else {
      expect(settings['agent-init-first']).toBe('true');
      const stays = kind !== 'CronJob' && pathsOf(settings).some((path) => path.startsWith('database/'));
      expect(settings['agent-pre-populate-only']).toBe(String(!stays));
    }
  });

  test('does not start where nothing was injected: something of ours looks for every file first', () => {
    const files = secretsOf(settings).map((name) => `/secrets/${settings[`agent-inject-file-${name}`]}`);
    const [check] = spec.initContainers ?? [];
    const looking: string[] = leases(settings) ? spec.containers[0].command : check.command;
    for (const file of files) expect(looking.join(' ')).toContain(file);
    const script = (looking[2] as string).replaceAll('/secrets/', '/nowhere/').replaceAll('-le 120', '-le 0');
    const words = looking.slice(3).map((word) => word.replace('/secrets/', '/nowhere/'));
    const { status, stderr } = spawnSync('/bin/sh', ['-c', script, ...words], { encoding: 'utf8' });
    expect([status, stderr]).toEqual([1, expect.stringMatching(/was this pod (not )?injected\?/)]);
  });

  test('is restarted when Vault replaces a login, unless it reads the file at each use', () => {
    const commands = secretsOf(settings).map((name) => settings[`agent-inject-command-${name}`]);
    if (settings['agent-pre-populate-only'] === 'true' || rereads) {
      expect(new Set(commands)).toEqual(new Set([undefined]));
      expect(spec.shareProcessNamespace).toBeUndefined();
    } else {
      expect(new Set(commands)).toEqual(new Set(['kill "$(cat /secrets/process 2>/dev/null)" 2>/dev/null || true']));
      expect(spec.shareProcessNamespace).toBe(true);
      expect(settings['agent-run-as-user']).toBe(String(spec.containers[0].securityContext.runAsUser));
      expect(spec.containers[0].command[2]).toMatch(
        /echo \$\$ >\/secrets\/process && (\. \/secrets\/env && )?exec "\$@"$/,
      );
    }
  });

  test('can read every file: the agent is its own user, or of its group', () => {
    const context = { ...spec.securityContext, ...spec.containers[0].securityContext };
    for (const name of secretsOf(settings)) {
      const mode = settings[`agent-inject-perms-${name}`];
      if (mode === '0400') expect(settings['agent-run-as-user']).toBe(String(context.runAsUser));
      else expect([mode, settings['agent-run-as-group']]).toEqual(['0440', String(spec.securityContext.fsGroup)]);
    }
  });

  test('takes each value out of KV version 2 or the database engine, and fails where a key is not there', () => {
    expect(secretsOf(settings).length).toBeGreaterThan(0);
    for (const name of secretsOf(settings)) {
      const path = settings[`agent-inject-secret-${name}`];
      expect(path).toMatch(/^(secret\/data\/[a-z-]+|database\/creds|database\/static-creds)\/[a-z-]+$/);
      const uses = [
        ...(settings[`agent-inject-template-${name}`] ?? '').matchAll(/with secret "(\w+)\/\S+" \}\}.*?index (\S+) "/g),
      ];
      expect(uses.length).toBeGreaterThan(0);
      for (const [, mount, fields] of uses) expect(fields).toBe(mount === 'secret' ? '.Data.data' : '.Data');
      expect(settings[`error-on-missing-key-${name}`]).toBe('true');
    }
  });

  test('is not of dev, of which nothing reaches Vault', () => {
    expect(['prod', 'platform']).toContain(tier);
  });
});

test('there are such pods in the fixture, CronJobs, a pod that reads again and every way of the agent among them', () => {
  const injected = injectedIn(town());
  expect(injected.map(({ rereads }) => rereads)).toContain(true);
  expect(injected.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['Deployment', 'CronJob']));
  const ways = injected.map(
    ({ settings }) => `${settings['agent-pre-populate']} ${settings['agent-pre-populate-only']}`,
  );
  expect(new Set(ways)).toEqual(new Set(['undefined true', 'undefined false', 'false undefined']));
});
