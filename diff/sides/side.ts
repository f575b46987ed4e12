import { grouped } from '../../constructs/facts/grouped.ts';
import type { Manifest } from '../../synth/model/documents.ts';
import type { Files } from '../../synth/model/files.ts';
import type { Model } from '../../synth/model/model.ts';
import type { Entity } from '../tree/entity.ts';
import { kindOf, objectOf } from '../tree/manifests.ts';
import type { Known } from '../tree/texts.ts';
import { manifestSections, otherEntities } from '../tree/tree.ts';
import type { Ground } from './ground.ts';
import { modelKinds, modelOf } from './written-model.ts';

/** One side of the comparison. Everything is read when it is first asked for: most changes need little of it. */
export class Side {
  private readonly made = new Map<unknown, unknown>();

  /** @param known what was read already */
  constructor(
    readonly files: Files,
    readonly ground: Ground,
    readonly known: Known = new Map(),
  ) {}

  /** The tree as the checks of synth read it. */
  get model(): Model {
    return this.once(modelOf, () => {
      const entities = modelKinds.flatMap((kind) => this.ofKind(kind));
      const documents = entities.map(({ file, id, value }) => ({ file, path: id, manifest: value as Manifest }));
      return modelOf(documents, this.ground);
    });
  }

  /** A Kubernetes object by its id. */
  find(id: string): Entity | undefined {
    const [kind = ''] = id.split(' ');
    return this.once(`by id ${kind}`, () => new Map(this.ofKind(kind).map((one) => [one.id, one]))).get(id);
  }

  /** Every thing of a kind. */
  ofKind(kind: string): readonly Entity[] {
    return this.once(`of kind ${kind}`, () => {
      const sections = this.fact(sectionsByKind);
      const read = [...(sections.get(kind) ?? []), ...(sections.get(undefined) ?? [])];
      const objects = read.map((section) => objectOf(section, this.known)).filter((one) => one.kind === kind);
      return [...objects, ...(this.fact(othersByKind).get(kind) ?? [])];
    });
  }

  /** A fact of this side, which is computed once. @param read is its own name: the same function, the same fact */
  fact<T>(read: (side: Side) => T): T {
    return this.once(read, () => read(this));
  }

  private once<T>(key: unknown, make: () => T): T {
    if (!this.made.has(key)) this.made.set(key, make());
    return this.made.get(key) as T;
  }
}

const sectionsByKind = ({ files }: Side) => grouped(manifestSections(files), kindOf);
const othersByKind = ({ files, known }: Side) => grouped(otherEntities(files, known), ({ kind }) => kind);

/** Both sides. */
export interface Sides {
  readonly before: Side;
  readonly after: Side;
}
