import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { SealedStore } from '../../constructs/facts/sealed-store.ts';
import { compose } from '../../main.ts';
import type { Platform } from '../../platform/types.ts';
import { uyoop } from '../../platform/uyoop.ts';
import { sealedSource } from '../../secrets/sealed/source.ts';
import { factFindings, findings } from '../../synth/checks/index.ts';
import { filesOf } from '../../synth/command/synth-command.ts';
import { Attempts } from '../../synth/model/attempts.ts';
import { BuildError } from '../../synth/model/building.ts';
import type { Files } from '../../synth/model/files.ts';
import type { Letter as Told } from '../../synth/model/finding.ts';
import type { Model } from '../../synth/model/model.ts';
import { modelAlone } from '../../synth/model/run.ts';
import type { Scene } from './scene.ts';
import { drafted, village, whole } from './village.ts';

const repository = fileURLToPath(new URL('../..', import.meta.url));

/** What a person reads when synth refuses. */
export interface Letter extends Pick<Told, 'where' | 'got' | 'cure'> {
  readonly text: string;
  /** The error's class when something threw. */
  readonly thrown?: string;
}

export type Outcome =
  | { readonly kind: 'accepted'; readonly model: Model; readonly files: Files }
  | { readonly kind: 'refused'; readonly letters: readonly Letter[] };

/** What `npm run synth` does with a scene, up to the writing. */
export function synthesize(scene: Scene): Outcome {
  const platform = drafted(scene, scene.platform);
  const facts = factFindings(platform);
  if (facts.length > 0) return refused(facts);
  const attempts = new Attempts();
  const [made] = attempts.collect('', () => {
    const sealed = scene.sealed && sealedIn(scene.sealed);
    const model = modelOf(scene, platform, sealed?.store);
    const files = filesOf(model);
    const inventoryOf = (variant: Platform) => compose(variant, {}).inventory;
    const run = { ...modelAlone, ...(sealed && { sealed, inventoryOf }), files };
    return { model, files, found: findings(model, run) };
  });
  if (!made) return refused(attempts.refused);
  return made.found.length > 0 ? refused(made.found) : { kind: 'accepted', model: made.model, files: made.files };
}

function modelOf(scene: Scene, platform: Platform, sealed?: SealedStore): Model {
  const { shop, phase = 3, gitops = 'flux' } = scene;
  if (shop) return village({ ...scene, shop });
  // What lies in `sealed/` belongs to the owner's own platform.
  return sealed ? compose({ ...uyoop, phase, gitops }, sealed) : whole(platform);
}

function refused(letters: readonly Told[]): Outcome {
  return { kind: 'refused', letters: letters.map(letterOf) };
}

function letterOf({ where, what, got, cure, error }: Told): Letter {
  const cause = error instanceof BuildError ? error.cause : error;
  const thrown = cause instanceof Error ? cause.constructor.name : undefined;
  return { text: `${where}: ${what}`, where, got, cure, ...(thrown && { thrown }) };
}

/** The repository's `sealed/` with one file changed, as synth sees it. */
function sealedIn({ file, change }: NonNullable<Scene['sealed']>) {
  const root = mkdtempSync(join(tmpdir(), 'uyoop-world-'));
  try {
    cpSync(join(repository, 'sealed'), join(root, 'sealed'), { recursive: true });
    writeFileSync(join(root, file), change(readFileSync(join(root, file), 'utf8')));
    const { store, leftovers } = sealedSource(root);
    // That nobody can open a placeholder is another's question.
    return { store, placeholders: [], leftovers };
  } finally {
    rmSync(root, { recursive: true });
  }
}
