import { readableBytes, readableCores } from '../../../constructs/facts/quantity.ts';
import type { Model } from '../../model/model.ts';
import { type Amount, type Budget, budgets } from '../../reading/budgets.ts';
import { budgetsByPhase, byService, phases } from '../facts/shares.ts';
import { type Hole, html, type Markup } from './markup.ts';
import { bar, listed, type Section, table } from './pieces.ts';

const kinds = [
  { name: 'cores', of: ({ cpu }: Budget) => cpu, readable: readableCores },
  { name: 'memory', of: ({ memory }: Budget) => memory, readable: readableBytes },
  { name: 'memory limits', of: ({ limits }: Budget) => limits, readable: readableBytes },
  { name: 'disk', of: ({ disk }: Budget) => disk, readable: readableBytes },
] as const;

/** What each machine has, and what each phase takes of it. */
export function capacitySection(model: Model): Section {
  const { phase } = model.platform;
  const now = [...budgets(model).values()];
  const tightest = now.map(
    (budget) => `${percent(fullest(budget).amount)} of the ${fullest(budget).name} of ${budget.machine}`,
  );
  return {
    id: 'capacity',
    title: 'Capacity',
    deck: `In phase ${phase} the tightest are ${listed(tightest)}. Requests, limits and volumes of everything that runs on a machine, Kubernetes or not.`,
    body: html`${budgetsByPhase(model).map(([machine, known]) => machineBars(machine, known, phase))}
${now.map(shares)}`,
  };
}

const fullest = (budget: Budget): { readonly name: string; readonly amount: Amount } =>
  kinds
    .map(({ name, of }) => ({ name, amount: of(budget) }))
    .reduce((most, one) => (share(one.amount) > share(most.amount) ? one : most));

const share = ({ used, total }: Amount): number => used / total;
const percent = (amount: Amount): string => `${Math.round(share(amount) * 100)} %`;

function machineBars(machine: string, known: readonly (Budget | undefined)[], phase: number): Markup {
  const rows = kinds.map(({ name, of, readable }) => [
    name,
    ...known.map((budget): Hole => {
      if (!budget) return html`<span class="dim">not there yet</span>`;
      const amount = of(budget);
      return html`${bar(share(amount))}<span class="amount">${readable(amount.used)} <span class="dim">of ${readable(amount.total)}</span></span>`;
    }),
  ]);
  const columns = phases.map((one) => ({ title: `phase ${one}${one === phase ? ', now' : ''}` }));
  return html`<div class="bars"><h3>${machine}</h3>${table(`${machine} by phase`, [{ title: 'what' }, ...columns], rows)}</div>`;
}

/** Who takes it, service by service. */
function shares(budget: Budget): Markup {
  const rows = byService(budget).map(({ name, cpu, memory, limits, disk }) => [
    name,
    ...[
      [cpu, readableCores] as const,
      [memory, readableBytes] as const,
      [limits, readableBytes] as const,
      [disk, readableBytes] as const,
    ].map(([amount, readable]): Hole => (amount === 0 ? html`<span class="dim">–</span>` : readable(amount))),
  ]);
  const columns = ['cores', 'memory', 'memory limit', 'disk'].map((title) => ({ title, kind: 'number' as const }));
  return html`<details><summary>Who takes it of ${budget.machine}</summary>${table(`Shares of ${budget.machine}`, [{ title: 'service' }, ...columns], rows)}</details>`;
}
