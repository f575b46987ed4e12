import { type IConstruct, Node } from 'constructs';
import { type Bundle, type Frame, framesOf } from '../../synth/terminal/frames.ts';

/** What constructs were made by. */
export interface Origins {
  /** Our own lines that made a construct, the innermost first. */
  madeBy(path: string): readonly Frame[];
  /** The lines of a source file, as it ran. */
  linesOf(file: string): readonly string[];
}

/** Where an owner says what there is; the rest makes it. */
const owners = /^(?:platform|charts|stacks|constructs\/services)\//;

export const isOwners = ({ file }: Frame): boolean => owners.test(file);

interface Adding {
  addChild(child: IConstruct, name: string): void;
}

/**
 * Remembers which lines made each construct while something is composed. Every construct joins its scope's node in its first
 * line, and that is where we look; afterwards nothing looks any more.
 *
 * @param bundle what ran, with its source map
 */
export function composedWithOrigins<Composed>(
  compose: () => Composed,
  bundle: () => Bundle,
): readonly [Composed, Origins] {
  const made = new Map<string, Error>();
  const node = Node.prototype as unknown as Adding;
  const { addChild } = node;
  node.addChild = function (this: Node, child: IConstruct, name: string) {
    const path = this.path ? `${this.path}/${name}` : name;
    made.set(path, new Error(path));
    addChild.call(this, child, name);
  };
  try {
    return [compose(), originsOf(made, bundle)];
  } finally {
    node.addChild = addChild;
  }
}

function originsOf(made: ReadonlyMap<string, Error>, bundle: () => Bundle): Origins {
  let ran: Bundle | undefined;
  const mapped = () => {
    ran ??= bundle();
    return ran;
  };
  return {
    madeBy: (path) => {
      const error = made.get(path);
      // The first is the line that looks.
      return error ? framesOf(error, mapped()).slice(1) : [];
    },
    linesOf: (file) => {
      const { sources, sourcesContent = [] } = JSON.parse(mapped().map);
      return String(sourcesContent[sources.indexOf(file)] ?? '').split('\n');
    },
  };
}
