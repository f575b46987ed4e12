import type { IConstruct } from 'constructs';
import { PlatformApp } from '../../constructs/facts/platform-app.ts';

/** Something went wrong while constructs were built: the error, and the construct that was being made. */
export class BuildError extends Error {
  override readonly name = 'BuildError';

  constructor(
    /** Path of the construct. */
    readonly path: string,
    /** Which of the platform's models was being built: one run may build several. */
    readonly model: string | undefined,
    override readonly cause: unknown,
  ) {
    super(cause instanceof Error ? cause.message : String(cause));
  }
}

/** Builds below a construct. @throws BuildError for whatever is thrown */
export function building<Built>(scope: IConstruct, build: () => Built): Built {
  try {
    return build();
  } catch (error) {
    if (error instanceof BuildError) throw error;
    const { root } = scope.node;
    if (!(root instanceof PlatformApp)) throw new BuildError(inTheMaking(scope, error).node.path, undefined, error);
    const { platform, lazyValues } = root;
    const cause = isOf(lazyValues.thrown, error) ? lazyValues.thrown : error;
    const model = `phase ${platform.phase}, ${platform.gitops}`;
    throw new BuildError(inTheMaking(scope, cause).node.path, model, cause);
  }
}

/** Whether an error is cdk8s's text of another one. */
const isOf = (thrown: unknown, error: unknown): boolean =>
  thrown !== undefined && error instanceof Error && error.message.endsWith(`: ${thrown}`);

/**
 * The innermost construct whose constructor an error came out of. A construct joins the tree in its first line, so that one
 * that is half built stands there: the last of its class below the one around it.
 */
function inTheMaking(scope: IConstruct, error: unknown): IConstruct {
  const stack = error instanceof Error ? (error.stack ?? '') : '';
  const classes = [...stack.matchAll(/^ +at new (\S+)/gm)].map(([, name]) => name).reverse();
  return classes.reduce<IConstruct>((around, name) => {
    const inside = around.node.findAll().filter((one) => one !== around && one.constructor.name === name);
    return inside.at(-1) ?? around;
  }, scope);
}
