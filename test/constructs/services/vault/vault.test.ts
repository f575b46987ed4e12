import { describe, expect, test } from 'vitest';
import { images } from '../../../../platform/versions.ts';
import type { Fields } from '../../../support/manifests.ts';
import { town } from '../../../support/town.ts';

const { manifests, inventory } = town();
const security = manifests.in('security');
const { spec } = security.one('HelmRelease', 'vault');
const { server, injector } = spec.values;
const configuration = JSON.parse(server.standalone.config);

describe('Vault’s server', () => {
  test('is one node on raft, which alone has snapshots, in standalone mode', () => {
    expect(server.standalone.enabled).toBe(true);
    expect(server.ha).toEqual({ enabled: false });
    expect(Object.keys(configuration.storage)).toEqual(['raft']);
    expect(configuration).not.toHaveProperty('service_registration');
  });

  test('says disable_mlock itself: with raft Vault refuses to start otherwise', () => {
    expect(configuration.disable_mlock).toBe(true);
  });

  test('has its configuration as text, which the chart runs through its templates: it holds nothing that looks like one', () => {
    expect(server.standalone.config).not.toContain('{{');
  });

  test('uses none of the words that the start script replaces', () => {
    expect(server.standalone.config).not.toMatch(/HOST_IP|POD_IP|HOSTNAME|API_ADDR|TRANSIT_ADDR|RAFT_ADDR/);
  });

  test('passes Pod Security restricted, which the chart’s defaults do not', () => {
    const namespace = manifests.one('Namespace', 'security');
    expect(namespace.metadata.labels?.['pod-security.kubernetes.io/enforce']).toBe('restricted');
    for (const context of [server.statefulSet.securityContext, injector.securityContext]) {
      expect(context.pod.seccompProfile).toEqual({ type: 'RuntimeDefault' });
      expect(context.pod.runAsNonRoot).toBe(true);
      expect(context.container).toEqual({ allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } });
    }
  });

  test('is not waited for: until somebody unseals it, it is never ready', () => {
    expect(spec).toMatchObject({ install: { disableWait: true }, upgrade: { disableWait: true } });
    const application = town(3, 'argocd').manifests.one('Application', 'vault');
    expect(application.metadata.annotations).toMatchObject({ 'argocd.argoproj.io/ignore-healthcheck': 'true' });
  });

  test('is the version that its recovery was read for, whichever the chart would bring; agents too', () => {
    const tag = images.vault.split(':')[1];
    expect(server.image).toEqual({ repository: 'hashicorp/vault', tag });
    expect(injector.agentImage).toEqual(server.image);
  });

  test('runs another version or configuration once a person replaces its pod, and says so', () => {
    expect(server).toMatchObject({ updateStrategyType: 'OnDelete', includeConfigAnnotation: true });
    const said = security.one('HelmRelease', 'vault').metadata.annotations?.['uyoop.fr/by-hand'];
    expect(said).toContain('delete vault-0');
    expect(said).toContain('unseal');
  });

  test('lets nobody without a token begin or end the making of a root token: that door opens for one ceremony', () => {
    expect(configuration).not.toHaveProperty('enable_unauthenticated_access');
    // 0018's way in writes into the first line, and appending to JSON breaks it.
    expect(server.standalone.config.split('\n')[0]).toBe('{');
  });

  test('has no volume that an audit log could fill: from then on it would answer nobody', () => {
    expect(server).toMatchObject({
      dataStorage: { enabled: true, storageClass: 'local-path' },
      auditStorage: { enabled: false },
    });
  });

  test('is saved as a snapshot, not as the files that raft is writing to', () => {
    const saved = inventory.backups.filter(({ namespace, volume }) => namespace === 'security' && /vault/.test(volume));
    expect(saved.map(({ volume, backup }) => [volume, backup])).toEqual([
      ['data-vault-0', { none: expect.stringContaining('snapshot') }],
      ['vault-snapshot-data', 'daily'],
    ]);
  });
});

describe('Vault’s injector', () => {
  test('can be upgraded on one machine: the chart keeps two of its pods apart', () => {
    expect([injector.affinity, server.affinity]).toEqual(['', '']);
    expect(injector).toMatchObject({ replicas: 1, nodeSelector: expect.any(Object) });
  });

  test('must answer before a pod with secrets starts, and is asked about no other pod', () => {
    expect(injector.webhook).toMatchObject({
      failurePolicy: 'Fail',
      objectSelector: { matchLabels: { 'uyoop.fr/secrets': 'vault' } },
    });
    expect(injector).not.toHaveProperty('failurePolicy');
  });

  test('is asked about exactly the pods that carry its annotations', () => {
    const templates = ['Deployment', 'StatefulSet', 'CronJob']
      .flatMap((kind) => manifests.of(kind))
      .map(({ metadata }) => manifests.template(metadata.name).metadata);
    const labelled = templates.map(({ labels }) => labels['uyoop.fr/secrets'] === 'vault');
    const annotated = templates.map(({ annotations }) => annotations?.['vault.hashicorp.com/agent-inject'] === 'true');
    expect(labelled).toEqual(annotated);
    expect(labelled).toContain(true);
  });

  test('is called by the API server on 8080', () => {
    const { podSelector, ingress } = security.one('NetworkPolicy', 'kubernetes-api-to-vault-agent-injector').spec;
    expect(podSelector.matchLabels).toEqual({ 'app.kubernetes.io/name': 'vault-agent-injector', component: 'webhook' });
    expect(ingress[0].ports).toEqual([{ port: 8080, protocol: 'TCP' }]);
  });

  test('has its CA bundle filled in at run time, and Argo CD does not fight over it', () => {
    const { ignoreDifferences } = town(3, 'argocd').manifests.one('Application', 'vault').spec;
    expect(ignoreDifferences).toEqual([
      {
        group: 'admissionregistration.k8s.io',
        kind: 'MutatingWebhookConfiguration',
        jsonPointers: ['/webhooks/0/clientConfig/caBundle'],
      },
    ]);
  });

  test('gives its agents less than a quarter of a core each', () => {
    expect(injector.agentDefaults).toMatchObject({ cpuRequest: '10m', memRequest: '32Mi' });
  });
});

describe('a pod whose secrets come from Vault', () => {
  const template = manifests.template('authelia');

  test('has a token volume, without which the injector denies it', () => {
    const name = template.metadata.annotations['vault.hashicorp.com/agent-service-account-token-volume-name'];
    expect(template.spec.volumes.map((volume: Fields) => volume.name)).toContain(name);
    expect(template.spec.automountServiceAccountToken).toBe(false);
  });

  test('has its seccomp profile on the pod: the agent’s container brings none', () => {
    expect(template.spec.securityContext.seccompProfile).toEqual({ type: 'RuntimeDefault' });
  });

  test('reaches Vault, and Vault lets it in', () => {
    for (const name of ['shop', 'shop-cron', 'shop-worker', 'cinema', 'cinema-database', 'authelia']) {
      expect(manifests.names('NetworkPolicy')).toContain(`${name}-to-vault`);
      expect(security.names('NetworkPolicy')).toContain(`${name}-to-vault-ingress`);
    }
  });

  test('is fed from a SealedSecret beside Vault for each of its secrets', () => {
    const homes = inventory.secrets.flatMap(({ home }) => home ?? []);
    const sealed = manifests.of('SealedSecret').map(({ metadata }) => `${metadata.namespace}/${metadata.name}`);
    expect(sealed.sort()).toEqual([...homes].sort());
    const fed = inventory.secrets.filter(({ backend }) => backend === 'vault');
    expect(new Set(fed.map(({ home }) => home?.split('/')[0]))).toEqual(new Set(['security']));
  });

  test('is of prod, all of which is; what is sealed in its own namespace never is', () => {
    const prod = new Set(
      inventory.namespaces.filter(({ tier }) => tier === 'prod').map((chart) => chart.namespaceName),
    );
    const sealed = inventory.secrets.filter(({ backend }) => backend === 'sealed');
    expect(sealed.length).toBeGreaterThan(0);
    expect(sealed.filter(({ namespace }) => prod.has(namespace))).toEqual([]);
  });
});
