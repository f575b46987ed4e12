import { claimOn, type Rule } from '../../change/change.ts';
import { type Field, passes } from '../../compare/field.ts';
import { templateOf, templatePath } from '../../sides/pods.ts';
import type { Entity } from '../../tree/entity.ts';

/** A pod reads a secret that it did not. */
export const secretReaders: Rule = ({ before, after, fields }) => {
  if (!before || !after || !templatePath(after.kind)) return [];
  const known = templateOf(before)?.secrets ?? [];
  const more = [...new Set(templateOf(after)?.secrets ?? [])].filter((name) => !known.includes(name));
  const read = more.flatMap((name) =>
    claimOn(speakingOf(fields, name), `reads the Secret ${after.home}/${name} from now on`),
  );
  const handed = injected(after).filter((path) => !injected(before).includes(path));
  return [
    ...read,
    ...handed.flatMap((path) => claimOn(speakingOf(fields, path), `is handed ${path} by Vault from now on`)),
  ];
};

const speakingOf = (fields: readonly Field[], text: string): readonly Field[] =>
  fields.filter(({ after }) => JSON.stringify(after ?? '').includes(JSON.stringify(text)));

/** Everything that Vault hands to a pod, under whatever name. */
function injected({ value }: Entity): readonly string[] {
  return [...JSON.stringify(value).matchAll(/agent-inject-secret-[^"]*":"([^"]*)"/g)].map(([, path = '']) => path);
}

/** A sealed value opens in more places than its own. */
export const sealedScope: Rule = ({ entity, fields }) => {
  if (entity.kind !== 'SealedSecret') return [];
  const wider = fields.filter(
    (field) =>
      passes(field, 'annotations') && /(cluster|namespace)-wide/.test(JSON.stringify([field.path, field.after])),
  );
  return claimOn(
    wider.filter(({ after }) => after !== undefined),
    'its sealed value opens in other namespaces or under other names too',
  );
};
