import { idOf, idOfReference } from '../declared/declared.ts';
import { pbkdf2Digest } from '../given/values.ts';
import { markOf } from '../sealed/pepper.ts';
import type { SecretStatus, ValueStatus } from '../sealed/status.ts';
import type { SealedChange, SealedFolder } from '../sealed/store.ts';
import { type Plain, type Sealer, sealAll } from './sealing.ts';

/** What becomes of values that somebody said anew. */
export interface Changing {
  readonly change: SealedChange;
  /** New values, and the digests that follow them. */
  readonly changed: readonly ValueStatus[];
  /** The same value as before, for whatever certificate or home it lacked. */
  readonly resealed: readonly ValueStatus[];
  /** The same value as before: no byte changes. */
  readonly unchanged: readonly ValueStatus[];
}

/**
 * Seals values that are known now, in memory. A value that is the same as before keeps its ciphertext, if its mark can
 * tell; a digest of a changed one is made anew with it.
 */
export function changeValues(
  given: ReadonlyMap<ValueStatus, string>,
  status: SecretStatus,
  folder: SealedFolder,
  sealer: Sealer,
): Changing {
  const all = [...given].map(([wanted, text]) => ({ wanted, text, same: isSame(wanted, text, sealer) }));
  const unchanged = all.filter(({ wanted, same }) => same && wanted.state === 'sealed');
  const resealed = all.filter((plain) => plain.same && !unchanged.includes(plain));
  const changed = all.filter(({ same }) => !same);
  const digests = digestsOf(all, new Set(changed.map(({ wanted }) => idOf(wanted))), status);
  const plains: Plain[] = [
    ...changed.map(({ wanted, text }) => ({ wanted, text })),
    ...resealed.flatMap(({ wanted, text }) => (wanted.value ? [{ wanted, text, same: wanted.value }] : [])),
    ...digests,
  ];
  return {
    change: { files: sealAll(plains, folder.files, sealer) },
    changed: [...changed, ...digests].map(({ wanted }) => wanted),
    resealed: resealed.map(({ wanted }) => wanted),
    unchanged: unchanged.map(({ wanted }) => wanted),
  };
}

function isSame({ claim, key, value }: ValueStatus, text: string, { pepper }: Sealer): boolean {
  if (!value || value.placeholder || value.mark === undefined || !pepper) return false;
  return value.mark === markOf(pepper, idOf({ claim, key }), value.version, text);
}

/** The digests of changed values, and those that are missing beside a value which is known now. */
function digestsOf(
  known: readonly { readonly wanted: ValueStatus; readonly text: string }[],
  changed: ReadonlySet<string>,
  { values }: SecretStatus,
): { readonly wanted: ValueStatus; readonly text: string }[] {
  const texts = new Map(known.map(({ wanted, text }) => [idOf(wanted), text]));
  return values.flatMap((wanted) => {
    if (wanted.recipe.from !== 'digest') return [];
    const source = idOfReference(wanted.recipe.of);
    const text = texts.get(source);
    if (text === undefined || (!changed.has(source) && wanted.state === 'sealed')) return [];
    return [{ wanted, text: pbkdf2Digest(text) }];
  });
}
