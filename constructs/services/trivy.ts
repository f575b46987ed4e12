import type { Construct } from 'constructs';
import type { Resources } from '../../platform/types.ts';
import { charts } from '../../platform/versions.ts';
import { chartResources, HelmService, internet } from '../index.ts';

const operator: Resources = { cpu: '50m', memory: '192Mi', memoryLimit: '512Mi' };
/** Of each scanned container of a pod: a job has as many as the pod that it looks at, and ours have two at most. */
const scan: Resources = { cpu: '100m', memory: '256Mi', memoryLimit: '1Gi' };
const containersAtOnce = 2;

/**
 * Scans images that already run for known vulnerabilities, one after the other and behind everything else. What the pipeline
 * scans is another matter: this finds what became vulnerable after it was built.
 *
 * @see https://aquasecurity.github.io/trivy-operator
 */
export class TrivyOperator extends HelmService {
  override readonly system = 'Trivy';

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.install(charts.trivyOperator, this.values());
    const labels = { 'app.kubernetes.io/name': id, 'app.kubernetes.io/instance': id };
    this.component('operator', { name: id, labels, ports: [8080], resources: operator, reaches: [this.api] });
    // Jobs fetch images and the database of vulnerabilities, and hold no token of the Kubernetes API.
    this.component('scan', {
      name: 'trivy-scan',
      labels: { 'app.kubernetes.io/managed-by': 'trivy-operator' },
      resources: scan,
      replicas: containersAtOnce,
      reaches: [internet.https],
    });
  }

  private values() {
    const { nodeSelector } = this;
    return {
      nodeSelector,
      priorityClassName: 'lab',
      resources: chartResources(operator),
      podSecurityContext: restricted,
      operator: imagesAlone,
      trivyOperator: {
        scanJobNodeSelector: nodeSelector,
        scanJobPodPriorityClassName: 'lab',
        scanJobPodTemplatePodSecurityContext: restricted,
        skipInitContainers: true,
      },
      trivy: { resources: chartResources(scan), storageClassEnabled: false, ...whatCounts },
    };
  }
}

const restricted = {
  runAsNonRoot: true,
  runAsUser: 10000,
  runAsGroup: 10000,
  seccompProfile: { type: 'RuntimeDefault' },
} as const;

const whatCounts = { ignoreUnfixed: true, severity: 'HIGH,CRITICAL' } as const;

/** Everything else is off: synth checks what is written, and node collectors want the machine's folders. */
const imagesAlone = {
  scanJobsConcurrentLimit: 1,
  configAuditScannerEnabled: false,
  rbacAssessmentScannerEnabled: false,
  infraAssessmentScannerEnabled: false,
  clusterComplianceEnabled: false,
  sbomGenerationEnabled: false,
  // Ours are public images: nothing has to read the cluster's Secrets for them.
  accessGlobalSecretsAndServiceAccount: false,
} as const;
