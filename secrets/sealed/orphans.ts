import type { Platform } from '../../platform/types.ts';
import type { Finding } from '../../synth/model/finding.ts';
import { type Claim, secretOf } from '../declared/declared.ts';
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
 * Check 6: ciphertext that nobody declares, and digests that belong to another value than the one which is sealed.
 *
 * Orphans are told against every phase and both engines. The others are composed only while something is unexplained, and
 * those first that differ least, so that a clean folder costs one composition at most.
 *
 * @param inventoryOf composes a variant of the platform
 */
export function storeFindings(
  platform: Platform,
  declared: Declared,
  folder: Pick<SealedFolder, 'files' | 'certificate'>,
  inventoryOf: (variant: Platform) => Declared,
): readonly Finding[] {
  const { values, orphans } = secretStatus(unionOf([declared]), folder);
  const strangers = values.flatMap(({ claim, key, state, value, homeless }) =>
    state === 'missing' && value && !homeless ? [strangerFinding(claim, key)] : [],
  );
  return [...strangers, ...remaining(platform, declared, orphans, folder, inventoryOf).map(orphanFinding)];
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

function orphanFinding({ secret, key }: Orphan): Finding {
  return {
    check: 6,
    where: `sealed/${secret}.json`,
    what: 'ciphertext that nobody declares, in any phase and for either engine',
    got: key === undefined ? `the secret ${secret}` : `key '${key}' of ${secret}`,
    cure: 'npm run secrets -- prune deletes it; if it should be used, declare it with this.secret()',
  };
}

function strangerFinding(claim: Claim, key: string): Finding {
  return {
    check: 6,
    where: `sealed/${secretOf(claim)}.json`,
    what: 'a sealed digest does not belong to the value that is sealed',
    got: `key '${key}' of ${secretOf(claim)}`,
    cure: 'restore both files from Git, or make both anew: npm run secrets -- seal',
  };
}
