import { valuesOf } from '../../constructs/pod/secret-delivery.ts';
import {
  MachineWorkload,
  type PodOwner,
  ScheduledWorkload,
  type WorkloadProps,
} from '../../constructs/pod/workload.ts';
import type { User } from './restarts.ts';

/** In the place of a key: the login that Vault makes in a secret's stead. No key of ours is called so. */
export const loginKey = '(login)';

/** Who reads what: workloads by key, by `namespace/name` of the secret. */
export function usersOf(
  workloads: readonly PodOwner[],
): ReadonlyMap<string, Readonly<Record<string, readonly User[]>>> {
  const users = new Map<string, Record<string, User[]>>();
  for (const workload of workloads) {
    for (const { secret, key } of valuesOf(workload.props)) {
      const name = `${secret.namespace}/${secret.name}`;
      const keys = users.get(name) ?? {};
      const own = secret.changing ? loginKey : key;
      const others = (keys[own] ?? []).filter(({ path }) => path !== workload.node.path);
      users.set(name, { ...keys, [own]: [...others, userOf(workload)] });
    }
  }
  return users;
}

function userOf(workload: PodOwner): User {
  const { node, name, place, props } = workload;
  const object = `${kindOf(workload)}/${name}`;
  return { path: node.path, namespace: place.namespace, object, ...(props.rereadsSecrets && { rereads: true }) };
}

function kindOf(workload: PodOwner): string {
  if (workload instanceof ScheduledWorkload) return 'cronjob';
  if (workload instanceof MachineWorkload) return 'daemonset';
  return (workload.props as WorkloadProps).kind === 'StatefulSet' ? 'statefulset' : 'deployment';
}
