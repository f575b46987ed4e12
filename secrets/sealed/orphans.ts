import type { Platform } from '../../platform/types.ts';
import type { Leftovers } from '../../synth/model/sealed-source.ts';
import { secretOf } from '../declared/declared.ts';
import { unionOf } from '../declared/union.ts';
import { type Orphan, secretStatus } from './status.ts';
import type { SealedFolder } from './store.ts';

/**
 * What `sealed/` must serve: the platform in every phase and with either engine, one at a time. Itself comes first, then what
 * differs least.
 */
export function variantsOf(platform: Platform): readonly Platform[] {
  const phases = [1, 2, 3] as const;
  const engines = ['flux', 'argocd'] as const;
  const distance = ({ phase, gitops }: Platform) =>
    Math.abs(phase - platform.phase) + (gitops === platform.gitops ? 0 : 0.5);
  return phases
    .flatMap((phase) => engines.map((gitops) => ({ ...platform, phase, gitops })))
    .sort((a, b) => distance(a) - distance(b));
}

type Declared = { readonly secrets: Parameters<typeof unionOf>[0][number]['secrets'] };

/**
 * Ciphertext that nobody declares, and digests that belong to another value than the one which is sealed: check 6 refuses both.
 *
 * Orphans are told against every phase and both engines. The others are composed only while something is unexplained, and
 * those first that differ least, so that a clean folder costs one composition at most.
 *
 * @param inventoryOf composes a variant of the platform
 */
export function leftoversOf(
  platform: Platform,
  declared: Declared,
  folder: Pick<SealedFolder, 'files' | 'certificate'>,
  inventoryOf: (variant: Platform) => Declared,
): Leftovers {
  const { values, orphans } = secretStatus(unionOf([declared]), folder);
  const strangers = values.flatMap(({ claim, key, state, value, homeless }) =>
    state === 'missing' && value && !homeless ? [{ secret: secretOf(claim), key }] : [],
  );
  return { strangers, orphans: remaining(platform, declared, orphans, folder, inventoryOf) };
}

function remaining(
  platform: Platform,
  declared: Declared,
  orphans: readonly Orphan[],
  folder: Pick<SealedFolder, 'files' | 'certificate'>,
  inventoryOf: (variant: Platform) => Declared,
): readonly Orphan[] {
  let known = [declared];
  let left = orphans;
  for (const variant of variantsOf(platform).slice(1)) {
    if (left.length === 0) return left;
    known = [...known, inventoryOf(variant)];
    left = secretStatus(unionOf(known), folder).orphans;
  }
  return left;
}
