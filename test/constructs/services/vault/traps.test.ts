import { spawnSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { composed } from '../../../support/composed.ts';
import type { Fields } from '../../../support/manifests.ts';

const { manifests, inventory } = composed(3);
const prefix = 'vault.hashicorp.com/';

interface Injected {
  readonly name: string;
  readonly kind: string;
  readonly namespace: string;
  /** The injector's annotations, without their prefix. */
  readonly settings: Readonly<Record<string, string>>;
  readonly template: Fields;
}

const injected = ['Deployment', 'StatefulSet', 'CronJob'].flatMap((kind): Injected[] =>
  manifests.of(kind).flatMap(({ metadata: { name, namespace = '' } }) => {
    const template = manifests.in(namespace).template(name);
    const settings = Object.fromEntries(
      Object.entries<string>(template.metadata.annotations ?? {})
        .filter(([key]) => key.startsWith(prefix))
        .map(([key, value]) => [key.slice(prefix.length), value]),
    );
    if (settings['agent-inject'] !== 'true') return [];
    return [{ name: `${namespace}/${name}`, kind, namespace, settings, template }];
  }),
);

const secretsOf = (settings: Injected['settings']) =>
  Object.keys(settings).flatMap((key) => (key.startsWith('agent-inject-secret-') ? [key.slice(20)] : []));

const pathsOf = (settings: Injected['settings']) =>
  secretsOf(settings).map((name) => settings[`agent-inject-secret-${name}`] as string);
/** Those that read their files at each request or run. */
const rereads = ['prod-cloud/nextcloud', 'prod-marketing/mautic', 'prod-marketing/mautic-cron'];

const leases = (settings: Injected['settings']) => pathsOf(settings).some((path) => path.startsWith('database/creds/'));

describe.each(injected)('$name', ({ name, kind, namespace, settings, template: { metadata, spec } }) => {
  test('does not start while the injector is down', () => {
    const { webhook } = manifests.one('HelmRelease', 'vault').spec.values.injector;
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
    if (settings['agent-pre-populate-only'] === 'true' || rereads.includes(name)) {
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
    expect(inventory.namespaces.find(({ namespaceName }) => namespaceName === namespace)?.tier).toMatch(
      /^(prod|platform)$/,
    );
  });
});

test('there are such pods, CronJobs and every way of the agent among them', () => {
  expect(injected.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['Deployment', 'CronJob']));
  const ways = injected.map(
    ({ settings }) => `${settings['agent-pre-populate']} ${settings['agent-pre-populate-only']}`,
  );
  expect(new Set(ways)).toEqual(new Set(['undefined true', 'undefined false', 'false undefined']));
});
