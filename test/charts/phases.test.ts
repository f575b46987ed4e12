import { describe, expect, test } from 'vitest';
import type { GitOps, Phase } from '../../platform/types.ts';
import { kubernetesFiles } from '../../synth/model/files.ts';
import { charted, composed } from '../support/composed.ts';

const choices = ([1, 2, 3] as const).flatMap((phase) =>
  (['flux', 'argocd'] as const).map((gitops): [Phase, GitOps] => [phase, gitops]),
);
const text = ({ manifests }: ReturnType<typeof composed>) => [...kubernetesFiles(manifests.documents)];

describe.each(choices)('phase %s with %s', (phase, gitops) => {
  const { manifests } = composed(phase, gitops);

  test('has every service of CORE-PROD', () => {
    const namespaces = [
      'prod-mail',
      'prod-cloud',
      'prod-web',
      'prod-marketing',
      'prod-gestion',
      'security',
      'cert-manager',
    ];
    expect(manifests.names('Namespace')).toEqual(expect.arrayContaining(namespaces));
    expect(manifests.names('Deployment')).toEqual(
      expect.arrayContaining(['nextcloud', 'ghost', 'mautic', 'dolibarr', 'authelia']),
    );
  });

  test('gives every object one home', () => {
    const keys = manifests.all.map(
      ({ apiVersion, kind, metadata }) => `${apiVersion} ${kind} ${metadata.namespace}/${metadata.name}`,
    );
    expect(keys.filter((key, index) => keys.indexOf(key) !== index)).toEqual([]);
  });

  test('denies by default in every namespace that is ours', () => {
    const denied = manifests.of('NetworkPolicy').filter(({ metadata }) => metadata.name === 'default-deny');
    expect(denied.map(({ metadata }) => metadata.namespace)).toEqual(manifests.names('Namespace'));
  });

  test('names only namespaces that exist', () => {
    const known = new Set([...manifests.names('Namespace'), 'kube-system']);
    const named = manifests.all.flatMap(({ metadata }) => metadata.namespace ?? []);
    expect(named.filter((namespace) => !known.has(namespace))).toEqual([]);
  });

  test('renders the same text twice', () => {
    expect(text(charted({ phase, gitops }))).toEqual(text({ ...composed(phase, gitops) }));
  });
});

describe('a phase', () => {
  test('1 has nothing that a later one brings: no sealed value, no Vault, no second machine', () => {
    const { manifests, inventory } = composed(1);
    expect(manifests.of('SealedSecret')).toEqual([]);
    expect(JSON.stringify(manifests.all)).not.toMatch(/vault\.hashicorp\.com|uyoop\.fr\/secrets|ai-lab/);
    expect(manifests.names('Namespace')).not.toContain('sealed-secrets');
    expect(manifests.names('HelmRelease')).toEqual(['cert-manager']);
    expect(new Set(inventory.secrets.map(({ backend }) => backend))).toEqual(new Set(['existing']));
  });

  test('2 brings Sealed Secrets, 3 brings Vault', () => {
    expect(composed(2).manifests.names('HelmRelease')).toEqual(['cert-manager', 'sealed-secrets']);
    expect(JSON.stringify(composed(2).manifests.all)).not.toContain('vault.hashicorp.com');
    expect(composed(3).manifests.names('HelmRelease')).toEqual(['cert-manager', 'sealed-secrets', 'vault']);
    expect(JSON.stringify(composed(3).manifests.all)).toContain('vault.hashicorp.com/agent-inject');
  });

  test('changes no selector and no volume of what runs already', () => {
    const lasting = (phase: Phase) => {
      const { manifests } = composed(phase);
      const workloads = ['Deployment', 'StatefulSet'].flatMap((kind) => manifests.of(kind));
      const claims = manifests.of('PersistentVolumeClaim').map(({ metadata, spec }) => [metadata, spec]);
      return [...workloads.map(({ metadata, spec }) => [metadata.namespace, metadata.name, spec.selector]), ...claims];
    };
    expect(lasting(2)).toEqual(expect.arrayContaining(lasting(1)));
    expect(lasting(3)).toEqual(expect.arrayContaining(lasting(2)));
  });

  test('changes no path of a file that an earlier one writes', () => {
    const files = (phase: Phase) => [...kubernetesFiles(composed(phase).manifests.documents).keys()];
    expect(files(2)).toEqual(expect.arrayContaining(files(1)));
    expect(files(3)).toEqual(expect.arrayContaining(files(2)));
  });
});
