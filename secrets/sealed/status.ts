import type { Recipe } from '../../constructs/secret/secret.ts';
import { type Claim, idOfReference, secretOf } from '../declared/declared.ts';
import type { SealedValue } from './sealed-file.ts';
import type { SealedFolder } from './store.ts';

/** `missing`: it must be made. `other-certificate`: it is there, sealed under another certificate than `sealed/certificate.pem`. */
export type SealState = 'sealed' | 'missing' | 'other-certificate';

export interface ValueStatus<C extends Claim = Claim> {
  readonly claim: C;
  readonly key: string;
  readonly recipe: Recipe;
  readonly state: SealState;
  /** What the store holds, whatever its state. */
  readonly value: SealedValue | undefined;
  /** Why a value that is in the store counts as missing. */
  readonly note?: string;
  /** It is sealed, but not for every home that it has now. */
  readonly homeless?: true;
}

/** Ciphertext that nobody declares: a whole secret, or one key of it. */
export interface Orphan {
  readonly secret: string;
  readonly key?: string;
}

export interface SecretStatus<C extends Claim = Claim> {
  readonly values: readonly ValueStatus<C>[];
  readonly orphans: readonly Orphan[];
}

/**
 * Compares what is declared with what is sealed. Pure. Orphans are told against the claims that are given: to know them
 * for the platform, give the union over its phases and engines.
 */
export function secretStatus<C extends Claim>(
  claims: readonly C[],
  folder: Omit<SealedFolder, 'store'>,
): SecretStatus<C> {
  const values = claims.flatMap((claim) =>
    Object.entries(claim.keys).map(([key, recipe]) => valueStatus(claim, key, recipe, folder)),
  );
  return { values, orphans: orphansOf(claims, folder) };
}

function valueStatus<C extends Claim>(
  claim: C,
  key: string,
  recipe: Recipe,
  { files, certificate }: Omit<SealedFolder, 'store'>,
): ValueStatus<C> {
  const value = files.get(secretOf(claim))?.keys[key];
  const status = { claim, key, recipe, value };
  if (!value) return { ...status, state: 'missing' };
  const home = Object.values(claim.homes).find((home) => !(home in value.sealed));
  if (home) return { ...status, state: 'missing', homeless: true, note: `it is not sealed for ${home}` };
  if (!belongs(recipe, value, files)) {
    return { ...status, state: 'missing', note: 'it does not belong to the value that it should be a digest of' };
  }
  return { ...status, state: value.certificate === certificate?.fingerprint ? 'sealed' : 'other-certificate' };
}

/** A digest is of use only beside the very value that it was computed from. */
function belongs(recipe: Recipe, value: SealedValue, files: SealedFolder['files']): boolean {
  if (recipe.from !== 'digest') return value.of === undefined;
  const source = files.get(secretOf(recipe.of.secret))?.keys[recipe.of.key];
  return source !== undefined && value.of === source.version;
}

function orphansOf(claims: readonly Claim[], { files }: Pick<SealedFolder, 'files'>): Orphan[] {
  const declared = new Set(claims.map(secretOf));
  const keys = new Set(claims.flatMap((claim) => Object.keys(claim.keys).map((key) => `${secretOf(claim)} ${key}`)));
  return [...files].flatMap(([secret, file]): Orphan[] => {
    if (!declared.has(secret)) return [{ secret }];
    const unknown = Object.keys(file.keys).filter((key) => !keys.has(`${secret} ${key}`));
    return unknown.map((key) => ({ secret, key }));
  });
}

/**
 * The values that must be made, by id: those that are missing, and placeholders of another certificate, which nobody ever
 * used. A digest and its source are made together: ciphertext cannot be read back, so neither can be made for the other.
 */
export function toMake({ values }: SecretStatus): ReadonlySet<string> {
  const ids = new Set(values.filter(isDue).map(({ claim, key }) => `${secretOf(claim)} ${key}`));
  for (let before = -1; before !== ids.size; ) {
    before = ids.size;
    for (const { claim, key, recipe } of values) {
      if (recipe.from !== 'digest') continue;
      const pair = [`${secretOf(claim)} ${key}`, idOfReference(recipe.of)];
      if (pair.some((id) => ids.has(id))) for (const id of pair) ids.add(id);
    }
  }
  return ids;
}

/** Whether a value must be made for its own sake, not only for a digest's. */
export function isDue({ state, value }: ValueStatus): boolean {
  return state === 'missing' || (state === 'other-certificate' && value?.placeholder === true);
}
