import type { Changed } from '../compare/changed.ts';
import { modelKinds } from '../sides/written-model.ts';

/** Whether a change may move the matrix of who reaches whom. */
export const movesMatrix = ({ entity }: Changed): boolean =>
  modelKinds.includes(entity.kind) || entity.layer === 'host' || entity.file === 'report/reachability.md';
