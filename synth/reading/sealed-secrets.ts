import type { Model } from '../model/model.ts';
import { at, fieldsOf, textMapOf, textOf } from './json.ts';
import { once } from './once.ts';
import { written } from './written.ts';

/** A written SealedSecret. */
export interface WrittenSealedSecret {
  readonly path: string;
  readonly id: string;
  readonly name: string;
  /** The Secret that the controller makes of it, as `namespace/name`. */
  readonly makes: string;
  /** Ciphertext by key. */
  readonly values: Readonly<Record<string, string>>;
}

export const sealedSecrets: (model: Model) => readonly WrittenSealedSecret[] = once((model) =>
  written(model, 'SealedSecret').map(({ path, id, name, namespace, spec }) => {
    const template = fieldsOf(at(spec, 'template', 'metadata'));
    const made = textOf(template['name']) ?? name;
    return { path, id, name, makes: `${namespace}/${made}`, values: textMapOf(at(spec, 'encryptedData')) };
  }),
);
