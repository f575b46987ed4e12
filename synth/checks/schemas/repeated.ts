/*
 * Fields: mirrored, published and models.chat of the platform; machines[*].serviceName of platform/owner.ts.
 * Allowed: each name once.
 */

import type { Platform } from '../../../platform/types.ts';
import { factCheck } from '../../model/check.ts';

type Named = readonly [place: string, name: string];

export default factCheck('a project, a model or a server that is named twice', (platform) => {
  const seen = new Map<string, string>();
  return listed(platform).flatMap(([list, places]) =>
    places.flatMap(([place, name]) => {
      const first = seen.get(`${list} ${name}`);
      seen.set(`${list} ${name}`, first ?? place);
      if (first === undefined) return [];
      const other = first === place ? 'it stands there twice' : `it stands at ${first} too`;
      return [{ where: place, what: other, got: `'${name}'`, cure: 'name it once' }];
    }),
  );
});

function listed({ mirrored, published, models, owner }: Platform): readonly (readonly [string, readonly Named[]])[] {
  const at = (place: string, names: readonly string[]) =>
    names.map((name): Named => [`platform/uyoop.ts ${place}`, name]);
  const servers = Object.entries(owner.machines).flatMap(([machine, { serviceName }]): Named[] =>
    serviceName === undefined ? [] : [[`platform/owner.ts machines.${machine}.serviceName`, serviceName]],
  );
  return [
    ['mirrored', at('mirrored', mirrored)],
    ['published', at('published', published)],
    ['models', at('models.chat', models.chat)],
    ['servers', servers],
  ];
}
