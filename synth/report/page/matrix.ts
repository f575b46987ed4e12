import type { Model } from '../../model/model.ts';
import { beyondPolicies } from '../../reading/beyond-policies.ts';
import { networkOf } from '../../reading/network.ts';
import { type Reach, reachability } from '../../reading/reachability.ts';
import { shortRoutes } from '../facts/routes.ts';
import { type Hole, html, type Markup } from './markup.ts';
import { count, type Section, table } from './pieces.ts';

/** Who reaches whom: the whole matrix, in small and pair by pair. */
export function matrixSection(model: Model): Section {
  const { internet, pods, addresses, open } = reachability(model);
  const total = internet.length + pods.length + addresses.length;
  const tiers = tiersOf(model);
  const crossing = pods.filter(({ from, to }) => tiers(from) === 'dev' && tiers(to) === 'prod').length;
  return {
    id: 'matrix',
    title: 'Who reaches whom',
    deck: html`${count(total, 'pair')}. ${crossing === 0 ? 'No pod of dev reaches a pod of prod.' : html`<strong>${count(crossing, 'pair')} from dev to prod.</strong>`} What is not here is shut, but for ${count(open.length, 'group')} of pods that no policy holds, and what the wire adds.`,
    body: html`${overview([...pods, ...addresses], tiers)}
<p class="filter"><label for="filter">Filter the pairs</label> <input id="filter" type="search" placeholder="ghost → vault" autocomplete="off" spellcheck="false"> <output id="filtered" for="filter">${count(total, 'pair')}</output></p>
${pairs('From the internet', 'internet', shortRoutes(model, internet))}
${pairs('From pods to pods', 'pods', pods)}
${pairs('From pods to addresses', 'addresses', addresses)}
<h3>Held by no policy</h3>
${table(
  'Pods that no policy holds',
  [{ title: 'pods' }, { title: 'open' }],
  open.map(({ pods, directions }) => [pods, directions]),
)}
<details><summary>Beyond the policies: what kube-router, kube-proxy and K3s add by themselves</summary>
${table(
  'Beyond the policies',
  [{ title: 'from' }, { title: 'to' }, { title: 'how' }],
  beyondPolicies(model).map(({ from, to, ports }) => [from, to, ports]),
)}
</details>`,
  };
}

const pairs = (title: string, name: string, rows: readonly Reach[]): Markup => html`<h3>${title}</h3>
<div class="scroll tall" role="region" aria-label="${title}" tabindex="0"><table class="pairs" data-pairs="${name}">
<thead><tr><th scope="col">from</th><th scope="col">to</th><th scope="col">how</th></tr></thead>
<tbody>
${rows.map(({ from, to, ports }) => html`<tr><td>${from}</td><td>${to}</td><td>${ports}</td></tr>\n`)}</tbody>
</table></div>`;

const namespaceOf = (id: string): string => (id.includes('/') && !id.includes(' ') ? (id.split('/')[0] as string) : id);

/** A namespace as a filter names it; an address has none. */
const whole = (id: string, tiers: Tiers): string => (tiers(id) ? `${id}/` : id);

type Tiers = (id: string) => string | undefined;

function tiersOf(model: Model): Tiers {
  const { namespaces } = networkOf(model);
  return (id) => namespaces.get(namespaceOf(id))?.tier;
}

const ranks = ['prod', 'platform', 'dev', undefined];

/** How many pairs there are from each namespace to each other, and to addresses. */
function overview(rows: readonly Reach[], tiers: Tiers): Markup {
  const byTier = (ids: readonly string[]) => ranks.flatMap((tier) => ids.filter((id) => tiers(`${id}`) === tier));
  const from = byTier([...new Set(rows.map((row) => namespaceOf(row.from)))]);
  const to = byTier([...new Set(rows.map((row) => namespaceOf(row.to)))]);
  const many = new Map<string, number>();
  for (const row of rows) {
    const key = `${namespaceOf(row.from)}\n${namespaceOf(row.to)}`;
    many.set(key, (many.get(key) ?? 0) + 1);
  }
  const cell = (source: string, target: string) =>
    overviewCell(source, target, many.get(`${source}\n${target}`), tiers);
  return html`
<div class="scroll" role="region" aria-label="Pairs by namespace" tabindex="0"><table class="grid">
<thead><tr><th scope="col">from \\ to</th>${to.map((target) => html`<th scope="col" class="${tiers(target) ?? 'address'}"><span>${target.replace(/ \([\d./]+\)$/, '')}</span></th>`)}</tr></thead>
<tbody>
${from.map((source) => html`<tr><th scope="row" class="${tiers(source) ?? ''}">${source} <span class="dim">${tiers(source)}</span></th>${to.map((target) => cell(source, target))}</tr>\n`)}</tbody>
</table></div>
<p class="note">Pairs of pods by namespace, then addresses. A number filters the tables below. Outlined: from dev to prod, where nothing may be.</p>`;
}

function overviewCell(source: string, target: string, many: number | undefined, tiers: Tiers): Hole {
  const forbidden = tiers(source) === 'dev' && tiers(target) === 'prod' ? 'forbidden' : '';
  if (many === undefined) return html`<td class="${forbidden}"></td>`;
  const strength = many > 9 ? 's3' : many > 3 ? 's2' : 's1';
  const label = `${source} to ${target}: ${count(many, 'pair')}`;
  return html`<td class="${strength} ${forbidden}"><button type="button" data-filter="${whole(source, tiers)} → ${whole(target, tiers)}" aria-label="${label}">${many}</button></td>`;
}
