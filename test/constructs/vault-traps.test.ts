import { describe, expect, test } from 'vitest';
import { composed } from '../support/composed.ts';
import type { Fields } from '../support/manifests.ts';

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

describe.each(injected)('$name', ({ namespace, settings, template: { metadata, spec } }) => {
  test('does not start while the injector is down', () => {
    const { webhook } = manifests.one('HelmRelease', 'vault').spec.values.injector;
    expect(webhook.failurePolicy).toBe('Fail');
    expect(metadata.labels).toMatchObject(webhook.objectSelector.matchLabels);
  });

  test('has its files before anything else of it runs, and no sidecar, with which a CronJob would never end', () => {
    expect(settings).toMatchObject({ 'agent-init-first': 'true', 'agent-pre-populate-only': 'true' });
  });

  test('can read every file: the agent is its own user, or of its group', () => {
    const context = { ...spec.securityContext, ...spec.containers[0].securityContext };
    for (const name of secretsOf(settings)) {
      const mode = settings[`agent-inject-perms-${name}`];
      if (mode === '0400') expect(settings['agent-run-as-user']).toBe(String(context.runAsUser));
      else expect([mode, settings['agent-run-as-group']]).toEqual(['0440', String(spec.securityContext.fsGroup)]);
    }
  });

  test('takes each value out of KV version 2, and fails where a key is not there', () => {
    expect(secretsOf(settings).length).toBeGreaterThan(0);
    for (const name of secretsOf(settings)) {
      expect(settings[`agent-inject-secret-${name}`]).toMatch(/^secret\/data\/[a-z-]+\/[a-z-]+$/);
      expect(settings[`agent-inject-template-${name}`]).toContain('index .Data.data "');
      expect(settings[`error-on-missing-key-${name}`]).toBe('true');
    }
  });

  test('is not of dev, of which nothing reaches Vault', () => {
    expect(inventory.namespaces.find(({ namespaceName }) => namespaceName === namespace)?.tier).toMatch(
      /^(prod|platform)$/,
    );
  });
});

test('there are such pods, CronJobs among them', () => {
  expect(injected.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['Deployment', 'CronJob']));
});
