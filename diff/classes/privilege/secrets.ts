import { claimOn, type Rule, shown } from '../../change/change.ts';
import { lastKey, passes } from '../../compare/field.ts';
import { templateOf, templatePath } from '../../sides/pods.ts';

/** A pod reads a secret that it did not. */
export const secretReaders: Rule = ({ before, after, fields }, sides) => {
  if (!before || !after || !templatePath(after.kind)) return [];
  const known = templateOf(sides.before, before)?.secrets ?? [];
  const more = [...new Set(templateOf(sides.after, after)?.secrets ?? [])].filter((name) => !known.includes(name));
  const read = more.flatMap((name) =>
    claimOn(
      fields.filter(({ after: value }) => JSON.stringify(value ?? '').includes(`"${name}"`)),
      `reads the Secret ${after.home}/${name} from now on`,
    ),
  );
  const injected = fields.filter(
    (field) =>
      /agent-inject-secret-/.test(lastKey(field)) && field.after !== undefined && !pathsOf(before).has(field.after),
  );
  return [
    ...read,
    ...injected.flatMap((field) => claimOn([field], `is handed ${shown(field.after)} by Vault from now on`)),
  ];
};

/** Everything that Vault hands to a pod already, under whatever name. */
function pathsOf({ value }: { readonly value: unknown }): ReadonlySet<unknown> {
  return new Set([...JSON.stringify(value).matchAll(/agent-inject-secret-[^"]*":"([^"]*)"/g)].map(([, path]) => path));
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
