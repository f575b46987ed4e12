import { at, itemsOf, textOf } from '../../synth/reading/json.ts';
import type { Entity } from '../tree/entity.ts';
import { readText } from '../tree/texts.ts';
import type { Side } from './side.ts';

/** What a sealed value is fed to Vault as. */
export const vaultPath = ({ value }: Entity): string | undefined =>
  textOf(at(value, 'spec', 'template', 'metadata', 'annotations', 'uyoop.fr/vault-path'));

/** The secret that a SealedSecret is, `namespace/name`, the same in every phase: what feeds Vault lies elsewhere. */
export const secretOf = (entity: Entity): string => vaultPath(entity) ?? entity.called;

/** Every secret of a side: sealed, or found in the cluster. */
export function secretsOf(side: Side): ReadonlySet<string> {
  const found = readText('existing-secrets.json', side.files.get('report/existing-secrets.json') ?? '[]');
  const existing = itemsOf(found).map(({ namespace, name }) => `${namespace}/${name}`);
  return new Set([...existing, ...side.ofKind('SealedSecret').map(secretOf)]);
}

/** Whether it is the password of a mailbox. */
export const isMailbox = (secret: string): boolean => secret.endsWith('-mail');
