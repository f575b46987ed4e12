import type { ValueReference } from '../../constructs/secret.ts';
import { secretsOf } from '../../constructs/secret-delivery.ts';
import { MachineWorkload, type PodOwner, ScheduledWorkload, type WorkloadProps } from '../../constructs/workload.ts';
import type { User } from './restarts.ts';

/** Who reads what: workloads by key, by `namespace/name` of the secret. */
export function usersOf(
  workloads: readonly PodOwner[],
): ReadonlyMap<string, Readonly<Record<string, readonly User[]>>> {
  const users = new Map<string, Record<string, User[]>>();
  for (const workload of workloads) {
    for (const { secret, key } of referencesOf(workload)) {
      if (secret.changing) continue;
      const name = `${secret.namespace}/${secret.name}`;
      const keys = users.get(name) ?? {};
      const others = (keys[key] ?? []).filter(({ path }) => path !== workload.node.path);
      users.set(name, { ...keys, [key]: [...others, userOf(workload)] });
    }
  }
  return users;
}

function referencesOf({ props }: PodOwner): readonly ValueReference[] {
  const { files, env } = secretsOf(props);
  return [...files, ...env.map(([, reference]) => reference)];
}

function userOf(workload: PodOwner): User {
  const { node, name, place } = workload;
  return { path: node.path, namespace: place.namespace, object: `${kindOf(workload)}/${name}` };
}

function kindOf(workload: PodOwner): string {
  if (workload instanceof ScheduledWorkload) return 'cronjob';
  if (workload instanceof MachineWorkload) return 'daemonset';
  return (workload.props as WorkloadProps).kind === 'StatefulSet' ? 'statefulset' : 'deployment';
}
