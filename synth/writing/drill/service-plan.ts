import type { IConstruct } from 'constructs';
import { type PodOwner, ScheduledWorkload, Workload } from '../../../constructs/pod/workload.ts';
import type { Service } from '../../../constructs/service/service.ts';
import type { GitOps } from '../../../platform/types.ts';
import type { SavedState } from '../backups/contract.ts';
import type { ServicePlan } from './plan.ts';

/** What the plan of a service is made of. */
export interface Kept {
  readonly service: Service;
  readonly states: readonly SavedState[];
}

export const nameOf = ({ namespace, volume }: Pick<SavedState, 'namespace' | 'volume'>): string =>
  `${namespace}/${volume}`;

const kubectl = 'k3s kubectl';

/** Everything stands still but what takes a dump; that alone runs while it is loaded. */
export function servicePlan({ service, states }: Kept, gitops: GitOps): ServicePlan {
  const databases = states.filter(({ dump }) => dump?.load !== undefined);
  const servers = new Set(databases.map(({ dump }) => dump?.pod.container));
  const own = podsOf(service);
  const isServer = ({ name }: PodOwner) => servers.has(name);
  return {
    machine: service.machine.name,
    files: states.filter(({ dump, bucket }) => !dump?.load && !bucket).map(nameOf),
    databases: databases.map(nameOf),
    buckets: states.filter(({ bucket }) => bucket).map(nameOf),
    stop: [...hold(service, gitops), ...own.flatMap(stopped)],
    startDatabases: own.filter(isServer).flatMap(started),
    start: [...own.filter((owner) => !isServer(owner)).flatMap(started), ...letGo(service, gitops)],
  };
}

/** What it runs, by the clock or all the time. A chart's own pods are its engine's to stop. */
export function podsOf(service: Service): readonly PodOwner[] {
  const all: readonly IConstruct[] = service.node.findAll();
  return all.filter((one) => one instanceof Workload || one instanceof ScheduledWorkload);
}

export const objectOf = ({ name, props }: PodOwner): string =>
  `${'kind' in props && props.kind === 'StatefulSet' ? 'statefulset' : 'deployment'}/${name}`;

function stopped(owner: PodOwner): readonly string[] {
  const at = `${kubectl} -n ${owner.pods.namespace}`;
  if (owner instanceof ScheduledWorkload) return [`${at} patch cronjob/${owner.name} -p '{"spec":{"suspend":true}}'`];
  const labels = Object.entries(owner.pods.labels).map(([key, value]) => `${key}=${value}`);
  return [
    `${at} scale ${objectOf(owner)} --replicas=0`,
    `${at} wait --for=delete pod --selector ${labels.join()} --timeout=300s`,
  ];
}

function started(owner: PodOwner): readonly string[] {
  const at = `${kubectl} -n ${owner.pods.namespace}`;
  if (owner instanceof ScheduledWorkload) return [`${at} patch cronjob/${owner.name} -p '{"spec":{"suspend":false}}'`];
  const seconds = Math.max(300, owner.startupSeconds);
  return [
    `${at} scale ${objectOf(owner)} --replicas=1`,
    `${at} rollout status ${objectOf(owner)} --timeout=${seconds}s`,
  ];
}

const folderOf = ({ layer, chart }: Service): string => `${layer}-${chart.namespaceName}`;

/** Otherwise the engine starts again what was stopped. Argo CD's root would give back at once what its child was told. */
function hold(service: Service, gitops: GitOps): readonly string[] {
  const folder = folderOf(service);
  if (gitops === 'flux')
    return [
      `${kubectl} -n flux-system patch kustomization ${folder} --field-manager=flux --type merge -p '{"spec":{"suspend":true}}'`,
    ];
  return ['root', folder].map(
    (name) =>
      `${kubectl} -n argocd patch application ${name} --type merge -p '{"spec":{"syncPolicy":{"automated":null}}}'`,
  );
}

function letGo(service: Service, gitops: GitOps): readonly string[] {
  if (gitops === 'flux')
    return [
      `${kubectl} -n flux-system patch kustomization ${folderOf(service)} --field-manager=flux --type merge -p '{"spec":{"suspend":false}}'`,
    ];
  return [`${kubectl} apply --filename /var/lib/rancher/k3s/server/manifests/root.yaml`];
}
