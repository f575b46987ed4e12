import { machinesOf } from '../../../constructs/facts/platform-app.ts';
import { readableBytes } from '../../../constructs/facts/quantity.ts';
import type { Model } from '../../model/model.ts';
import { amountOf } from '../../reading/quantities.ts';
import { type Graph, graphOf, places, type Spot } from '../facts/graph.ts';
import type { Line } from '../facts/lines.ts';
import { type Hole, html, type Markup } from './markup.ts';
import { count, type Section } from './pieces.ts';

/** Where things stand, in the units of the drawing. */
const grid = { width: 560, row: 21, head: 34, gap: 14, left: 150, label: 160, right: 410 } as const;

/** A drawing of more spots would be a wall. */
const most = 200;

interface Placed {
  readonly spot: Spot;
  readonly y: number;
}

/** The platform as one drawing: who is where, and who may reach whom. */
export function mapSection(model: Model): Section {
  const graph = graphOf(model);
  const drawn = graph.spots.length <= most;
  const common = graph.lines.filter(({ kind }) => kind === 'common');
  const quiet = [...new Set(common.map(({ to }) => to.replace(/^to /, '')))];
  return {
    id: 'map',
    title: 'The map',
    deck: html`${count(graph.spots.length, 'spot')} and ${count(graph.lines.length, 'way')} between them, computed from the written policies, routes and ports. In colour on the left what strangers reach; on the right all else.`,
    body: drawn
      ? html`${drawing(model, graph)}
<p class="note">Drawn for the spot that you point at alone: ${count(common.length, 'way')} to ${quiet.join(', ')}, whom most speak to.</p>`
      : html`<p>More than ${most} spots are no drawing any more: the matrix below has every pair.</p>`,
  };
}

function drawing(model: Model, graph: Graph): Markup {
  const { placed, heads, height } = layOut(graph.spots);
  const at = new Map(placed.map(({ spot, y }) => [spot.id, y]));
  const lines = graph.lines.map((line) => lineMarkup(line, at, height));
  return html`<figure class="map">
<div class="drawing scroll" role="region" aria-label="Map of the platform" tabindex="0">
<svg viewBox="0 0 ${grid.width} ${height}" role="group" aria-labelledby="map-title">
<defs>${arrow('plain')}${arrow('web')}</defs>
${heads.map(ground)}
<g class="lines">
${lines}</g>
<g class="spots">
${placed.map(spotMarkup)}</g>
${heads.map((head) => headMarkup(model, head))}</svg>
</div>
<figcaption class="says" aria-live="polite"><strong>Point at a name or a line.</strong> The sentences behind it appear here. By keyboard: <kbd>↑</kbd> <kbd>↓</kbd> from name to name, <kbd>→</kbd> <kbd>←</kbd> through its lines, <kbd>Enter</kbd> holds one.</figcaption>
</figure>`;
}

const arrow = (kind: string): Markup =>
  html`<marker id="arrow-${kind}" class="${kind}" viewBox="0 0 6 6" refX="5" refY="3" markerWidth="6" markerHeight="6" orient="auto"><path d="M0 0.5 6 3 0 5.5z"/></marker>`;

interface Head {
  readonly place: string;
  readonly y: number;
  readonly depth: number;
}

function layOut(spots: readonly Spot[]): { placed: readonly Placed[]; heads: readonly Head[]; height: number } {
  const placed: Placed[] = [];
  const heads: Head[] = [];
  let y = 0;
  for (const place of new Set(spots.map((spot) => spot.place))) {
    const own = spots.filter((spot) => spot.place === place);
    heads.push({ place, y, depth: grid.head + own.length * grid.row + 8 });
    for (const [index, spot] of own.entries()) placed.push({ spot, y: y + grid.head + (index + 0.5) * grid.row });
    y += grid.head + own.length * grid.row + 8 + grid.gap;
  }
  return { placed, heads, height: y - grid.gap };
}

const ground = ({ y, depth }: Head): Markup =>
  html`<rect class="ground" x="0.5" y="${y + 0.5}" width="${grid.width - 1}" height="${depth - 1}" rx="6"/>`;

function headMarkup(model: Model, { place, y }: Head): Markup {
  return html`<text class="place" x="12" y="${y + 21}">${place}<tspan class="dim" dx="8">${factsOf(model, place)}</tspan></text>\n`;
}

function factsOf({ platform }: Model, place: string): string {
  const machine = machinesOf(platform).find(({ name }) => name === place);
  if (machine) {
    const size = (text: string) => readableBytes(amountOf(text) ?? 0);
    return `${machine.cores} cores, ${size(machine.memory)}, ${size(machine.disk)}, mesh ${machine.mesh}`;
  }
  const others: Readonly<Record<string, string>> = {
    [places.outside]: 'whoever comes',
    [places.everywhere]: 'on any or on all of them',
    [places.addresses]: 'that pods may reach',
  };
  return others[place] ?? '';
}

function spotMarkup({ spot, y }: Placed): Markup {
  const [before, name] = labelOf(spot);
  // About as wide as the text is: what nobody can measure before it is drawn.
  const end = Math.min(grid.right - 6, grid.label + 12 + (before.length + name.length) * 7);
  return html`<g class="spot" data-spot="${spot.id}"><rect class="hit" x="${grid.left - 6}" y="${y - grid.row / 2}" width="${grid.right - grid.left + 12}" height="${grid.row}"/><path class="leader" d="M${end} ${y}H${grid.right - 5}"/><circle cx="${grid.left}" cy="${y}" r="2.5"/><circle cx="${grid.right}" cy="${y}" r="2.5"/><text x="${grid.label}" y="${y + 4}">${before !== '' && html`<tspan class="dim">${before}</tspan>`}${name}</text></g>\n`;
}

/** The namespace, or what stands for it, and the name. */
function labelOf({ id }: Spot): readonly [string, string] {
  if (id.startsWith('to ')) return ['to ', id.slice(3).replace(/ \([\d./]+\)$/, '')];
  const [machine, port] = id.split(': ');
  if (port !== undefined) return [`${machine}: `, port];
  const cut = id.indexOf('/') + 1;
  return [id.slice(0, cut), id.slice(cut)];
}

function lineMarkup({ from, to, kind, says }: Line, at: ReadonlyMap<string, number>, height: number): Hole {
  const [start, end] = [at.get(from), at.get(to)];
  if (start === undefined || end === undefined) return undefined;
  const path = curve(start, end, height, kind === 'web' ? -1 : 1);
  const tip = kind === 'web' ? 'web' : 'plain';
  return html`<g class="line ${kind}" data-from="${from}" data-to="${to}"><title>${says}</title><path d="${path}" marker-end="url(#arrow-${tip})"/></g>\n`;
}

/** A bow beside the names: the farther apart its ends, the wider. */
function curve(start: number, end: number, height: number, side: 1 | -1): string {
  const x = side < 0 ? grid.left - 4 : grid.right + 4;
  const out = x + side * (14 + 170 * Math.sqrt(Math.abs(end - start) / height));
  const round = (value: number) => Number(value.toFixed(1));
  return `M${x} ${start}C${round(out)} ${start} ${round(out)} ${end} ${x} ${end}`;
}
