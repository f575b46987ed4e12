/** A workload that reads a secret value. */
export interface User {
  /** Its place in the construct tree. */
  readonly path: string;
  readonly namespace: string;
  /** Its object, as kubectl names it: `deployment/ghost`. */
  readonly object: string;
}

/** What a person does for these users to read the new value. */
export function restartsOf(users: readonly User[]): readonly string[] {
  const lines = users.map(({ namespace, object }) =>
    object.startsWith('cronjob/')
      ? `${namespace} ${object}: reads it when it runs next`
      : `kubectl -n ${namespace} rollout restart ${object}`,
  );
  return [...new Set(lines)].sort();
}
