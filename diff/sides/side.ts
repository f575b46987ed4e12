import type { Document, Manifest } from '../../synth/model/documents.ts';
import type { Files } from '../../synth/model/files.ts';
import type { Model } from '../../synth/model/model.ts';
import type { Entity } from '../tree/entity.ts';
import { entitiesOf } from '../tree/tree.ts';
import type { Ground } from './ground.ts';
import { modelOf } from './written-model.ts';

/** One side of the comparison. Everything is read when it is first asked for: most changes need little of it. */
export class Side {
  private readonly made = new Map<unknown, unknown>();

  constructor(
    readonly files: Files,
    readonly ground: Ground,
  ) {}

  /** Every thing of the tree. */
  get entities(): readonly Entity[] {
    return this.once(entitiesOf, () => entitiesOf(this.files));
  }

  /** The tree as the checks of synth read it. */
  get model(): Model {
    return this.once(modelOf, () => modelOf(this.documents, this.ground));
  }

  find(id: string): Entity | undefined {
    return this.byId.get(id);
  }

  /** Every thing of a kind. */
  ofKind(kind: string): readonly Entity[] {
    return this.byKind.get(kind) ?? [];
  }

  /** A fact of this side, which is computed once. @param read is its own name: the same function, the same fact */
  fact<T>(read: (side: Side) => T): T {
    return this.once(read, () => read(this));
  }

  private get byId(): ReadonlyMap<string, Entity> {
    return this.fact(idsOf);
  }

  private get byKind(): ReadonlyMap<string, readonly Entity[]> {
    return this.fact(kindsOf);
  }

  private get documents(): readonly Document[] {
    return this.entities
      .filter(({ layer }) => layer === 'kubernetes')
      .map(({ file, id, value }) => ({ file, path: id, manifest: value as Manifest }));
  }

  private once<T>(key: unknown, make: () => T): T {
    if (!this.made.has(key)) this.made.set(key, make());
    return this.made.get(key) as T;
  }
}

const idsOf = ({ entities }: Side) => new Map(entities.map((entity) => [entity.id, entity]));

function kindsOf({ entities }: Side): ReadonlyMap<string, readonly Entity[]> {
  const kinds = new Map<string, Entity[]>();
  for (const entity of entities) kinds.set(entity.kind, [...(kinds.get(entity.kind) ?? []), entity]);
  return kinds;
}

/** Both sides. */
export interface Sides {
  readonly before: Side;
  readonly after: Side;
}
