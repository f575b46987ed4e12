import type { Phase, Platform } from './types.ts';

/** Who makes a system work. `hosts` is laid down on the machines, `repository` lives in Git alone. */
export type Keeper = 'cluster' | 'terraform' | 'hosts' | 'repository';

/** One system of the platform, and where what keeps it stands. */
export interface System {
  readonly name: string;
  readonly keeper: Keeper;
  readonly fromPhase: Phase;
  /** Services, as `namespace/service`. */
  readonly services?: readonly string[];
  /** Terraform stacks. */
  readonly stacks?: readonly string[];
}

type Row = Omit<System, 'name'>;

const inCluster = (fromPhase: Phase, ...services: readonly string[]): Row => ({
  keeper: 'cluster',
  fromPhase,
  services,
});
const byTerraform = (...stacks: readonly string[]): Row => ({ keeper: 'terraform', fromPhase: 1, stacks });
const onHosts = (...services: readonly string[]): Row => ({ keeper: 'hosts', fromPhase: 1, services });

/**
 * Every system that must exist: the table of the platform, row by row. A service or a stack that no row names is one too
 * many; a row whose services are missing in its phase is one too few. What is switched off stands in no row's services.
 */
export function systemsOf(platform: Platform): readonly System[] {
  const rows: Readonly<Record<string, Row>> = {
    'OVH VPS': byTerraform('servers'),
    'OVH Object Storage': byTerraform('object-storage'),
    'OVH DNS': byTerraform('dns'),
    'Debian hardening': onHosts(),
    UFW: onHosts(),
    CrowdSec: onHosts('kube-system/traefik'),
    WireGuard: onHosts(),
    K3s: onHosts('kube-system/priorities'),
    ...storage(platform),
    Traefik: inCluster(1, 'kube-system/traefik'),
    'cert-manager': inCluster(1, 'cert-manager/cert-manager', 'cert-manager/issuer'),
    ...engine(platform),
    Renovate: { keeper: 'repository', fromPhase: 1 },
    Mailcow: inCluster(1, 'prod-mail/mailcow'),
    Nextcloud: inCluster(1, 'prod-cloud/nextcloud'),
    Ghost: inCluster(1, 'prod-web/ghost'),
    Mautic: inCluster(1, 'prod-marketing/mautic'),
    Dolibarr: inCluster(1, 'prod-gestion/dolibarr'),
    Authelia: inCluster(1, 'security/authelia'),
    ...forge(platform),
    'GitLab Runner': { ...inCluster(2, 'devops-factory/gitlab-runner', 'ci-jobs/builds'), stacks: ['forge'] },
    'Mirror to CORE-PROD': inCluster(1, 'prod-mirror/git-mirror'),
    'Mirror to GitHub': byTerraform('forge'),
    SonarQube: inCluster(2, 'devops-factory/sonarqube'),
    ...(platform.trivy && { Trivy: inCluster(2, 'trivy-system/trivy-operator') }),
    Ollama: inCluster(2, 'ai-lab/ollama'),
    'Open WebUI': inCluster(2, 'ai-lab/open-webui'),
    'Sealed Secrets': inCluster(2, 'sealed-secrets/sealed-secrets'),
    Vault: { ...inCluster(3, 'security/vault', 'security/vault-feed', 'security/vault-snapshot'), stacks: ['vault'] },
    restic: onHosts(),
    ...(platform.velero && { Velero: inCluster(1, 'velero/velero') }),
    '3-2-1': onHosts(),
    'DRP drill': onHosts(),
    'node-exporter': inCluster(1, 'node-agents/node-exporter'),
    cAdvisor: onHosts(),
    Prometheus: inCluster(1, 'monitoring/prometheus', 'monitoring/alertmanager', 'monitoring/blackbox'),
    Grafana: inCluster(1, 'monitoring/grafana'),
    ...(platform.logs && { Loki: inCluster(2, 'monitoring/loki', 'node-agents/alloy') }),
  };
  return Object.entries(rows).map(([name, row]) => ({ name, ...row }));
}

function storage({ storage }: Platform): Readonly<Record<string, Row>> {
  return storage === 'longhorn' ? { Longhorn: inCluster(1, 'longhorn-system/longhorn') } : { 'local-path': onHosts() };
}

function engine({ gitops }: Platform): Readonly<Record<string, Row>> {
  return gitops === 'flux'
    ? { Flux: inCluster(1, 'flux-system/flux-operator', 'flux-system/flux', 'flux-system/layers') }
    : { 'Argo CD': inCluster(1, 'argocd/argo-cd', 'argocd/root', 'argocd/layers') };
}

function forge({ forge }: Platform): Readonly<Record<string, Row>> {
  const service = forge === 'self-hosted' ? 'devops-factory/gitlab' : 'devops-factory/forge';
  return { GitLab: inCluster(2, service) };
}
