import { describe, expect, test } from 'vitest';
import { composed } from '../support/composed.ts';
import type { Fields } from '../support/manifests.ts';

const { manifests, inventory } = composed(3);
const prefix = 'vault.hashicorp.com/';

const injected = ['Deployment', 'StatefulSet', 'CronJob'].flatMap((kind) =>
  manifests.of(kind).flatMap(({ metadata }) => {
    const { annotations = {}, ...template } = Object.assign(
      {},
      ...(() => {
        const { metadata: own, spec } = manifests.in(metadata.namespace as string).template(metadata.name);
        return [{ annotations: own.annotations, labels: own.labels, spec }];
      })(),
    );
    if (annotations[`${prefix}agent-inject`] !== 'true') return [];
    const settings = Object.fromEntries(
      Object.entries<string>(annotations)
        .filter(([name]) => name.startsWith(prefix))
        .map(([name, value]) => [name.slice(prefix.length), value]),
    );
    return [
      { name: `${metadata.namespace}/${metadata.name}`, kind, namespace: metadata.namespace, settings, ...template },
    ];
  }),
) as readonly {
  name: string;
  kind: string;
  namespace: string;
  settings: Record<string, string>;
  labels: Fields;
  spec: Fields;
}[];

const secretsOf = (settings: Record<string, string>) =>
  Object.keys(settings).flatMap((key) => (key.startsWith('agent-inject-secret-') ? [key.slice(20)] : []));

describe.each(injected)('$name', ({ kind, namespace, settings, labels, spec }) => {
  test('does not start while the injector is down', () => {
    const { webhook } = manifests.one('HelmRelease', 'vault').spec.values.injector;
    expect(webhook.failurePolicy).toBe('Fail');
    expect(labels).toMatchObject(webhook.objectSelector.matchLabels);
  });

  test('has its files before anything else of it runs, and no sidecar, with which a CronJob would never end', () => {
    expect(settings).toMatchObject({ 'agent-init-first': 'true', 'agent-pre-populate-only': 'true' });
    expect(['Deployment', 'StatefulSet', 'CronJob']).toContain(kind);
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

  test('is of prod: nothing of dev reaches Vault', () => {
    expect(inventory.namespaces.find(({ namespaceName }) => namespaceName === namespace)?.tier).toBe('prod');
  });
});

test('there are such pods, CronJobs among them', () => {
  expect(injected.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['Deployment', 'CronJob']));
});
