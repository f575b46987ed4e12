import { machinesOf } from '../../constructs/facts/platform-app.ts';
import type { Model } from '../model/model.ts';
import { graphOf, type Spot } from './facts/graph.ts';
import type { Line } from './facts/lines.ts';

/**
 * The map for whoever reads Markdown: `dist/report/network.mmd`. Without what most speak to, and without addresses: drawn, they
 * would hide the rest.
 *
 * @param most more lines are not drawn, but for the way of strangers: a forge refuses a drawing of more than 500
 * @see https://mermaid.js.org/syntax/flowchart.html
 */
export function networkMermaid(model: Model, most = 400): string {
  const graph = graphOf(model);
  const own = graph.lines.filter(({ kind, to }) => kind !== 'common' && !to.startsWith('to '));
  const lines = own.length > most ? own.filter(({ kind }) => kind === 'web') : own;
  const met = new Set(lines.flatMap(({ from, to }) => [from, to]));
  const spots = graph.spots.filter(({ id }) => met.has(id));
  const names = new Map(spots.map(({ id }, index) => [id, `n${index}`]));
  const name = (id: string) => names.get(id) as string;
  const places = [...new Set(spots.map(({ place }) => place))];
  const quiet = [...new Set(graph.lines.filter(({ kind }) => kind === 'common').map(({ to }) => to))];
  return [
    'flowchart LR',
    `  %% Not drawn: addresses, and ways to ${quoted(quiet.map((id) => id.replace(/^to /, '')).join(', '))}, whom most speak to`,
    ...places.flatMap((place, index) => subgraph(model, place, index, spots, name)),
    ...lines.map((line) => arrow(line, name)),
    ...coloured(lines),
    '',
  ].join('\n');
}

function subgraph(
  { platform }: Model,
  place: string,
  index: number,
  spots: readonly Spot[],
  name: (id: string) => string,
): readonly string[] {
  const machine = machinesOf(platform).find((one) => one.name === place);
  const size = machine ? `, ${machine.cores} cores, ${machine.memory.replace('Gi', ' GiB')}` : '';
  const own = spots.filter((spot) => spot.place === place);
  return [
    `  subgraph p${index}[${quoted(`${place}${size}`)}]`,
    ...own.map(({ id }) => `    ${name(id)}[${quoted(id)}]`),
    '  end',
  ];
}

function arrow({ from, to, ports }: Line, name: (id: string) => string): string {
  return `  ${name(from)} -->|${quoted(ports)}| ${name(to)}`;
}

function coloured(lines: readonly Line[]): readonly string[] {
  const web = lines.flatMap(({ kind }, index) => (kind === 'web' ? [index] : []));
  return web.length > 0 ? [`  linkStyle ${web.join(',')} stroke:#b03a12`] : [];
}

/** Whatever is no plain word goes in by its number: a quote would end the text, and `%%{` begins an order to the renderer. */
const quoted = (text: string): string => `"${text.replace(/[^\w .,:/()'-]/gu, (sign) => `#${sign.codePointAt(0)};`)}"`;
