import type { Consequence } from '../../change/change.ts';
import { hostsOf } from '../../sides/hosts.ts';

/** A public name that nothing answers to any more: whoever has a link to it finds nothing. */
export const lostHosts: Consequence = (changes, { before, after }) => {
  if (!changes.some(({ entity }) => entity.kind === 'IngressRoute')) return [];
  const left = after.fact(hostsOf);
  return [...before.fact(hostsOf)].flatMap(([host, { called, file, line }]) =>
    left.has(host)
      ? []
      : [
          {
            object: `host ${host}`,
            called: host,
            says: `is served no more (${called} was): links, bookmarks and programs that know it lead nowhere`,
            place: { file, line },
          },
        ],
  );
};
