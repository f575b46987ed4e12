import type { Model } from '../../model/model.ts';
import type { Route } from '../../reading/routes.ts';
import { type Way, waysOf } from '../facts/ways.ts';
import { type Hole, html, joined, type Markup } from './markup.ts';
import { count, prose, type Section } from './pieces.ts';

/** Each public name's way through Traefik and Authelia to its pod. */
export function namesSection(model: Model): Section {
  const ways = waysOf(model);
  const names = ways.reduce((sum, { alsoServes, aliases }) => sum + 1 + alsoServes.length + aliases.length, 0);
  const guarded = ways.filter((way) => way.guarded.length > 0).length;
  return {
    id: 'names',
    title: 'Public names',
    deck: `${count(names, 'name')} lead to ${count(ways.length, 'site')}. All of them enter through Traefik on port 443; Authelia stands before ${guarded} of them; each of the others says who asks, or why nobody does.`,
    body: html`<div class="ways">${ways.map(wayMarkup)}</div>`,
  };
}

function wayMarkup(way: Way): Markup {
  const others = [...way.alsoServes, ...way.aliases];
  return html`
<article class="way">
<h3>${way.host}</h3>
${others.length > 0 && html`<p class="others">${way.alsoServes.length > 0 && html`serves ${way.alsoServes.join(', ')} too. `}${way.aliases.length > 0 && html`redirects ${way.aliases.join(', ')}`}</p>`}
<ol class="steps">${stepsOf(way).map((step) => html`<li>${step}</li>`)}</ol>
<dl>
${fact('behind Authelia', paths(way.guarded))}
${fact('open', paths(way.open), 'open')}
${fact('shut all the same', paths(way.shut))}
${fact('why', way.loosened && prose(way.loosened.reason))}
${fact('claimed by', way.claimedBy && prose(way.claimedBy))}
</dl>
${rules(way.routes)}
</article>`;
}

function stepsOf({ login, groups, backend, service, machine }: Way): readonly Hole[] {
  const who = groups.length > 0 ? html` <span class="dim">for ${groups.join(', ')}</span>` : undefined;
  const own = backend?.startsWith(`${service}:`) ? '' : `${service} `;
  const end = backend
    ? html`${backend} <span class="dim">${own}on ${machine}</span>`
    : html`<span class="dim">no pod</span>`;
  return ['internet', html`Traefik <span class="dim">tcp/443</span>`, html`${login}${who}`, end];
}

const paths = (all: readonly string[]): Hole =>
  all.length > 0 &&
  joined(
    all.map((path) => (path.startsWith('/') ? html`<code>${path}</code>` : path)),
    ', ',
  );

const fact = (name: string, value: Hole, kind = ''): Hole =>
  value !== undefined && value !== false && html`<div class="${kind}"><dt>${name}</dt><dd>${value}</dd></div>`;

function rules(routes: readonly Route[]): Markup {
  return html`<details><summary>In Traefik’s own words: ${count(routes.length, 'rule')}</summary><ol class="rules">${routes.map(
    ({ match, guarded, redirects }) =>
      html`<li><span class="dim">${redirects ? 'redirects' : guarded ? 'behind Authelia' : 'without Authelia'}</span> <code>${match}</code></li>`,
  )}</ol></details>`;
}
