/** Seconds. */
export const day = 86_400;

/** The disk of a machine: local volumes lie on it too. */
export const rootDisk = { mountpoint: '/', fstype: { unlike: 'tmpfs|overlay' } } as const;

/** The labels that a container bears, whichever runtime it runs in. */
export const ofContainer = 'machine, runtime, namespace, service';
