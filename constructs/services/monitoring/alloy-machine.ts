import { type Expression, expression } from './alloy-syntax.ts';

/** Folders of the machine, under the path that the pod sees them at. */
export const logFolders = { system: '/var/log', docker: '/var/lib/docker/containers' } as const;

/** The machine's name, which every line bears. */
export const machine = expression('sys.env("NODE_NAME")');

/** Hands lines on to a component: `to('write.loki')`. */
export const to = (component: string): readonly Expression[] => [expression(`loki.${component}.receiver`)];
