import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { compose } from '../../main.ts';
import type { Platform } from '../../platform/types.ts';
import { uyoop } from '../../platform/uyoop.ts';
import { platformProblems } from '../../platform/validation.ts';
import { sealedSource } from '../../secrets/sealed/source.ts';
import { credentialsIn } from '../../synth/checks/credentials.ts';
import { findings } from '../../synth/checks/index.ts';
import { filesOf } from '../../synth/command/synth-command.ts';
import { BuildError } from '../../synth/model/building.ts';
import type { Files } from '../../synth/model/files.ts';
import type { Model } from '../../synth/model/model.ts';
import type { Scene } from './scene.ts';
import { drafted, everythingSealed, village, whole } from './village.ts';

const repository = fileURLToPath(new URL('../..', import.meta.url));

/** What a person reads when synth refuses. */
export interface Letter {
  /** The whole text. */
  readonly text: string;
  /** Its parts, where it has any. */
  readonly where?: string;
  readonly got?: string;
  readonly cure?: string;
  /** The error's class when something threw. */
  readonly thrown?: string;
}

export type Outcome =
  | { readonly kind: 'accepted'; readonly model: Model; readonly files: Files }
  | { readonly kind: 'refused'; readonly letters: readonly Letter[] };

/** What `npm run synth` does with a scene, up to the writing. */
export function synthesize(scene: Scene): Outcome {
  try {
    const platform = drafted(scene, scene.platform);
    const problems = platformProblems(platform);
    if (problems.length > 0) return { kind: 'refused', letters: problems.map((text) => ({ text })) };
    const model = scene.shop ? village({ ...scene, shop: scene.shop }) : scene.sealed ? owned(scene) : whole(platform);
    const files = filesOf(model);
    const found = [
      ...(scene.sealed ? sealedFindings(model, scene.sealed) : []),
      ...findings(model),
      ...credentialsIn(files),
    ];
    if (found.length === 0) return { kind: 'accepted', model, files };
    const letters = found.map(({ where, what, got, cure }) => ({ text: `${where}: ${what}`, where, got, cure }));
    return { kind: 'refused', letters };
  } catch (error) {
    return { kind: 'refused', letters: [thrown(error)] };
  }
}

/** The owner's own platform: what lies in `sealed/` belongs to it. */
const owned = ({ phase = 3, gitops = 'flux' }: Scene): Model => compose({ ...uyoop, phase, gitops }, everythingSealed);

/** What synth says of a `sealed/` that is the repository's but for one file. */
function sealedFindings(model: Model, { file, change }: NonNullable<Scene['sealed']>) {
  const root = mkdtempSync(join(tmpdir(), 'uyoop-world-'));
  try {
    cpSync(join(repository, 'sealed'), join(root, 'sealed'), { recursive: true });
    writeFileSync(join(root, file), change(readFileSync(join(root, file), 'utf8')));
    const inventoryOf = (variant: Platform) => compose(variant, {}).inventory;
    return sealedSource(root).findings(model.platform, model.inventory, inventoryOf);
  } finally {
    rmSync(root, { recursive: true });
  }
}

function thrown(error: unknown): Letter {
  if (error instanceof BuildError) return { ...thrown(error.cause), where: error.path };
  if (!(error instanceof Error)) return { text: String(error), thrown: typeof error };
  return { text: error.message, thrown: error.constructor.name };
}
