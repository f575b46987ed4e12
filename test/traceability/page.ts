import type { Entry, List, Section, State } from './list.ts';

const states: Readonly<Record<State, string>> = {
  conforme: 'tenu tel que le document l’énonce : un élément du modèle, un objet livré et un test le prouvent',
  adapté: 'tenu autrement ; la réponse dit pourquoi, et une décision ou une page le motive',
  optionnel: 'prévu et testé, désactivé par défaut comme le document l’envisage',
  externe: 'tenu par un fournisseur ou par une personne, hors de ce que le programme écrit',
  ouvert: 'tenu en partie à ce jour ; la réponse dit ce qui manque',
  contexte: 'titre, intitulé ou intention : l’énoncé n’impose rien par lui-même',
  retiré: 'retiré par le propriétaire, qui en donne la raison',
};

/** Where something of `dist/` lies, by its name: `kubernetes/services/prod-web/ghost.yaml`. */
export type FileOf = (thing: string) => string | undefined;

/** `docs/traceability.md`, as a reader of the certification's file is to see it. */
export function page({ document, sections }: List, fileOf: FileOf): string {
  const all = sections.flatMap(({ entries }) => entries);
  return [
    '# Matrice de traçabilité',
    '',
    `Chaque phrase et chaque cellule de tableau du document « ${document.title} » (${document.version}), ${all.length} énoncés en tout,`,
    'avec l’endroit où le projet y répond : dans le modèle, dans les fichiers livrés (`dist/`), dans les tests, ou dans la décision qui explique un écart.',
    '',
    'Cette page est imprimée par `npm run trace` à partir de `docs/traceability/` et ne se modifie pas à la main. Un test refuse la page si un énoncé manque ou n’est pas cité mot pour mot,',
    'si un fichier, un objet, un champ, un test ou une décision cités n’existent plus ou ont une autre valeur, ou si la page n’est plus celle que la liste donne.',
    'Les objets cités sont ceux de la phase 3 avec Flux, la cible du document. Les titres des tests, le code et les décisions sont en anglais.',
    '',
    ...table(['État', 'Signification', 'Énoncés'], used(all)),
    '',
    '## Écarts et options',
    '',
    'Ce qui n’est pas tenu à la lettre, et pourquoi.',
    '',
    ...table(
      ['N°', 'Énoncé', 'État', 'Ce qui est fait'],
      all
        .filter(({ state }) => !['conforme', 'contexte'].includes(state))
        .map((one) => [...head(one), linked(one.says, one.see)]),
    ),
    '',
    ...sections.flatMap((section) => sectionText(section, fileOf)),
  ].join('\n');
}

function used(all: readonly Entry[]): readonly (readonly string[])[] {
  return Object.entries(states).flatMap(([state, meaning]) => {
    const count = all.filter((entry) => entry.state === state).length;
    return count > 0 ? [[state, meaning, String(count)]] : [];
  });
}

function sectionText({ title, entries }: Section, fileOf: FileOf): readonly string[] {
  const rows = entries.map((entry) => [...head(entry), answer(entry, fileOf)]);
  return [`## ${title}`, '', ...table(['N°', 'Énoncé', 'État', 'Réponse et preuves'], rows), ''];
}

const head = ({ n, text, state }: Entry): readonly string[] => [String(n), text, state];

function answer({ says, model, dist, tests, see }: Entry, fileOf: FileOf): string {
  const parts: readonly (readonly [string, readonly string[]])[] = [
    ['Modèle', modelLinks(model)],
    ['`dist/`', dist.map((target) => distLink(target, fileOf))],
    ['Test', tests.map(testLink)],
    ['Voir', see.map(pageLink)],
  ];
  return [
    says.trim(),
    ...parts.filter(([, links]) => links.length > 0).map(([name, links]) => `${name} : ${links.join(', ')}`),
  ].join('<br>');
}

const linked = (says: string, see: readonly string[]): string =>
  see.length > 0 ? `${says.trim()} (${see.map(pageLink).join(', ')})` : says.trim();

/** A file once, with each word of it that is meant. */
function modelLinks(targets: readonly string[]): readonly string[] {
  const parts = targets.map((target) => target.split('#'));
  const paths = [...new Set(parts.map(([path = '']) => path))];
  return paths.map((path) => {
    const words = parts.flatMap(([of, word]) => (of === path && word !== undefined ? [`\`${word}\``] : []));
    return `[\`${path}\`](../${path})${words.length > 0 ? ` (${words.join(', ')})` : ''}`;
  });
}

function distLink(target: string, fileOf: FileOf): string {
  const [kind = '', name = '', ...field] = target.split(' ');
  const link = `[\`${kind} ${name}\`](../dist/${fileOf(`${kind} ${name}`) ?? ''})`;
  return field.length > 0 ? `${link} \`${field.join(' ')}\`` : link;
}

function testLink(target: string): string {
  const [path = '', ...title] = target.split(': ');
  return `[${title.join(': ')}](../${path})`;
}

/** A decision by its number, any other page by its path. */
function pageLink(path: string): string {
  const decision = /^docs\/decisions\/(\d{4})-/.exec(path);
  const called = decision ? `décision ${decision[1]}` : `\`${path}\``;
  return `[${called}](${path.startsWith('docs/') ? path.slice('docs/'.length) : `../${path}`})`;
}

/** A bar inside a cell would end it. */
function table(header: readonly string[], rows: readonly (readonly string[])[]): readonly string[] {
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(header), `|${header.map(() => '---|').join('')}`, ...rows.map(line)];
}
