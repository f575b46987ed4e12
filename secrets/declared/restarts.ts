/** A workload that reads a secret value. */
export interface User {
  /** Its place in the construct tree. */
  readonly path: string;
  readonly namespace: string;
  /** Its object, as kubectl names it: `deployment/ghost`. */
  readonly object: string;
  /** It reads the file of a value at each use. */
  readonly rereads?: true;
}

/** What a person does for these users to read the new value. */
export function restartsOf(users: readonly User[]): readonly string[] {
  const lines = users.map(({ namespace, object, rereads }) => {
    if (rereads) return `${namespace} ${object}: none, it reads the file at each use, a minute or two after the apply`;
    if (object.startsWith('cronjob/')) return `${namespace} ${object}: reads it when it runs next`;
    return `kubectl -n ${namespace} rollout restart ${object}`;
  });
  return [...new Set(lines)].sort();
}
