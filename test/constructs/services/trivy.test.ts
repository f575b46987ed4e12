import { describe, expect, test } from 'vitest';
import { NamespaceChart } from '../../../constructs/namespace/namespace.ts';
import { TrivyOperator } from '../../../constructs/services/trivy.ts';
import { built } from '../../support/composed.ts';

const { manifests, inventory } = built((app) => {
  new TrivyOperator(
    new NamespaceChart(app, 'trivy-system', { tier: 'platform', layer: 'operators' }),
    'trivy-operator',
  );
});
const { values } = manifests.one('HelmRelease', 'trivy-operator').spec;

describe('Trivy’s operator', () => {
  test('claims what it takes and what its scans take', () => {
    const claims = inventory.claims.filter(({ node }) => node.path.startsWith('trivy-system/'));
    expect(claims.map(({ resources, replicas }) => [resources.memoryLimit, replicas])).toEqual([
      ['512Mi', 1],
      ['1Gi', 2],
    ]);
    expect(values.resources.limits.memory).toBe('512Mi');
    expect(values.trivy.resources.limits.memory).toBe('1Gi');
  });

  test('scans one pod at a time, on its own machine, behind everything else', () => {
    expect(values.operator.scanJobsConcurrentLimit).toBe(1);
    expect(values.trivyOperator.scanJobNodeSelector).toEqual({ 'kubernetes.io/hostname': 'quay' });
    expect([values.priorityClassName, values.trivyOperator.scanJobPodPriorityClassName]).toEqual(['lab', 'lab']);
  });

  test('reads no Secret of the cluster and mounts nothing of the machine', () => {
    expect(values.operator).toMatchObject({
      accessGlobalSecretsAndServiceAccount: false,
      infraAssessmentScannerEnabled: false,
    });
    const { labels } = manifests.one('Namespace', 'trivy-system').metadata;
    expect(labels?.['pod-security.kubernetes.io/enforce']).toBe('restricted');
    for (const pod of [values.podSecurityContext, values.trivyOperator.scanJobPodTemplatePodSecurityContext]) {
      expect(pod).toMatchObject({ runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } });
    }
  });

  test('may ask the Kubernetes API; its scans may ask the internet, and neither the other', () => {
    const names = manifests.in('trivy-system').names('NetworkPolicy');
    expect(names).toEqual([
      'default-deny',
      'allow-dns',
      'trivy-operator-to-kubernetes-api',
      'trivy-scan-to-internet-https',
    ]);
  });
});
