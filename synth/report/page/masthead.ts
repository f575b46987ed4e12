import { machinesOf } from '../../../constructs/facts/platform-app.ts';
import type { Model } from '../../model/model.ts';
import { costs, knownTotal } from '../facts/costs.ts';
import { coverage } from '../facts/coverage.ts';
import { exceptionRows } from '../facts/exceptions.ts';
import { waysOf } from '../facts/ways.ts';
import { euros } from './costs.ts';
import { html, type Markup } from './markup.ts';

/** What it is, and the figures that one asks for first. */
export function masthead(model: Model): Markup {
  const { name, phase, gitops } = model.platform;
  const services = model.inventory.services.length;
  return html`<header class="masthead">
<p class="kicker">Platform report</p>
<h1>${name}</h1>
<p class="lede">Phase ${phase}: ${services} services on ${machinesOf(model.platform)
    .map(({ name }) => name)
    .join(
      ' and ',
    )}, pulled by ${gitops === 'flux' ? 'Flux' : 'Argo CD'}. Everything below is computed from what is written into <code>dist/</code>.</p>
<dl class="figures">${figures(model).map(([figure, what]) => html`<div><dt>${what}</dt><dd>${figure}</dd></div>`)}</dl>
</header>`;
}

function figures(model: Model): readonly (readonly [string | number, string])[] {
  const states = coverage(model);
  return [
    [machinesOf(model.platform).length, 'machines'],
    [waysOf(model).length, 'public sites'],
    [exceptionRows(model).length, 'written exceptions'],
    [`${states.filter(({ tier }) => tier).length} of ${states.length}`, 'states saved'],
    [euros(knownTotal(costs(model))), 'known a month'],
  ];
}
