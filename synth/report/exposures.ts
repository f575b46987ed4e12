import type { Model } from '../model/model.ts';
import { type Way, waysOf } from './facts/ways.ts';
import { markdownTable } from './tables.ts';

/** Every public web host, what is open of it, and how it came to its first administrator: `dist/report/exposures.md`. */
export function exposuresMarkdown(model: Model): string {
  const ways = waysOf(model);
  const table = markdownTable(['host', 'who asks who comes', 'groups', 'answered by'], ways.map(row));
  return `# Exposures\n\nEvery public web host, and how it came to its first administrator.\n\n${table}\n\n${ways.filter(hasMore).map(section).join('\n')}`;
}

const row = ({ host, login, groups, backend, service, machine }: Way): readonly string[] => [
  host,
  login,
  groups.join(', ') || '–',
  backend === undefined ? `Traefik, for ${service}` : `${backend} on ${machine}`,
];

/** What only redirects has been told. */
const hasMore = ({ access }: Way): boolean => access !== 'redirect';

function section({ host, alsoServes, aliases, guarded, open, shut, loosened, claimedBy }: Way): string {
  const facts: readonly (readonly [string, string | undefined])[] = [
    ['serves too', alsoServes.join(', ')],
    ['redirects', aliases.join(', ')],
    ['behind Authelia', guarded.join(', ')],
    ['open', open.length > 1 ? open.map((path) => `\n  - ${path}`).join('') : open[0]],
    ['shut all the same', shut.join(', ')],
    ['why', loosened?.reason],
    ['claimed by', claimedBy],
  ];
  const known = facts.filter(([, value]) => value !== undefined && value !== '');
  return [`## ${host}\n`, ...known.map(([name, value]) => `- ${name}: ${value}`), ''].join('\n');
}
