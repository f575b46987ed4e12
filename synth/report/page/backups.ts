import type { BackupTier, BackupTierName } from '../../../platform/types.ts';
import type { Model } from '../../model/model.ts';
import { type Coverage, coverage, tierInWords } from '../facts/coverage.ts';
import { type Hole, html } from './markup.ts';
import { count, type Section, table } from './pieces.ts';

/** Which state is saved, how often, and where its copies are to lie. */
export function backupsSection(model: Model): Section {
  const states = coverage(model);
  const saved = states.filter(({ tier }) => tier !== undefined);
  const { backups, buckets } = model.platform;
  const tiers = Object.entries(backups) as [BackupTierName, BackupTier][];
  return {
    id: 'backups',
    title: 'Backups',
    deck: html`${saved.length} of ${count(states.length, 'state')} are saved; ${states.length - saved.length} are not, each for a reason. This is what the model asks for: what really lies there says <code>uyoop-restore list</code>.`,
    body: html`<dl class="tiers">${tiers.map(([name, tier]) => html`<div><dt>${name}</dt><dd><code>${tier.schedule}</code> UTC; ${tierInWords(tier)}</dd></div>`)}</dl>
${table('States and their copies', columns, states.map(row))}
<p class="note">The locked bucket lies in ${buckets.backup.region}: nobody deletes there for ${buckets.backup.lockDays ?? 0} days. The cold disk is copied from it once a month, by a person. OVH copies the whole disk of a machine once a day, to the same account.</p>`,
  };
}

const columns = [
  { title: 'state' },
  { title: 'lies on', kind: 'tight' as const },
  { title: 'saved', kind: 'wide' as const },
  { title: 'dump first' },
  { title: 'OVH’s copy' },
  { title: 'locked bucket and cold disk' },
];

const row = ({ state, at, tier, reason, dumped, byProvider, locked }: Coverage): readonly Hole[] => [
  state,
  at,
  tier ?? html`<span class="dim">no: ${reason}</span>`,
  ...[dumped, byProvider, locked].map(mark),
];

const mark = (there: boolean): Hole =>
  there ? html`<span class="mark">yes</span>` : html`<span class="dim">no</span>`;
