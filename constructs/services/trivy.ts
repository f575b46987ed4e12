import type { Construct } from 'constructs';
import type { Resources } from '../../platform/types.ts';
import { charts } from '../../platform/versions.ts';
import { chartResources, ForeignPods, internet, kubernetesApi, Release, Service } from '../index.ts';

const operator: Resources = { cpu: '50m', memory: '192Mi', memoryLimit: '512Mi' };
/** Of each scanned container of a pod: a job has as many as the pod that it looks at, and ours have two at most. */
const scan: Resources = { cpu: '100m', memory: '256Mi', memoryLimit: '1Gi' };
const containersAtOnce = 2;

const restricted = {
  runAsNonRoot: true,
  runAsUser: 10000,
  runAsGroup: 10000,
  seccompProfile: { type: 'RuntimeDefault' },
};

/**
 * Scans images that already run for known vulnerabilities, one after the other and behind everything else. What the pipeline
 * scans is another matter: this finds what became vulnerable after it was built.
 *
 * @see https://aquasecurity.github.io/trivy-operator
 */
export class TrivyOperator extends Service {
  override readonly system = 'Trivy';

  constructor(scope: Construct, id: string) {
    super(scope, id, { layer: 'operators' });
    const { platform, machine } = this;
    const namespace = this.chart.namespaceName;
    new Release(this, 'release', { namespace, name: id, chart: charts.trivyOperator, values: this.values() });
    new ForeignPods(this, 'operator', {
      name: id,
      pods: { namespace, guarded: true, labels: { 'app.kubernetes.io/name': id, 'app.kubernetes.io/instance': id } },
      ports: [8080],
      machine,
      resources: operator,
      reaches: [kubernetesApi(platform)],
    });
    // Jobs fetch images and the database of vulnerabilities, and hold no token of the Kubernetes API.
    new ForeignPods(this, 'scan', {
      name: 'trivy-scan',
      pods: { namespace, guarded: true, labels: { 'app.kubernetes.io/managed-by': 'trivy-operator' } },
      machine,
      resources: scan,
      replicas: containersAtOnce,
      reaches: [internet.https],
    });
  }

  private values() {
    const nodeSelector = { 'kubernetes.io/hostname': this.machine.name };
    return {
      nodeSelector,
      priorityClassName: 'lab',
      resources: chartResources(operator),
      podSecurityContext: restricted,
      operator: {
        scanJobsConcurrentLimit: 1,
        // Everything but the images: synth checks what is written, and node collectors want the machine's folders.
        configAuditScannerEnabled: false,
        rbacAssessmentScannerEnabled: false,
        infraAssessmentScannerEnabled: false,
        clusterComplianceEnabled: false,
        sbomGenerationEnabled: false,
        // Ours are public images: nothing has to read the cluster's Secrets for them.
        accessGlobalSecretsAndServiceAccount: false,
      },
      trivyOperator: {
        scanJobNodeSelector: nodeSelector,
        scanJobPodPriorityClassName: 'lab',
        scanJobPodTemplatePodSecurityContext: restricted,
        skipInitContainers: true,
      },
      trivy: {
        resources: chartResources(scan),
        storageClassEnabled: false,
        ignoreUnfixed: true,
        severity: 'HIGH,CRITICAL',
      },
    };
  }
}
