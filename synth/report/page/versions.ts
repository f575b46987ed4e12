import type { Model } from '../../model/model.ts';
import { checkedOn, type RunningVersion, runningVersions } from '../facts/versions.ts';
import { type Hole, html } from './markup.ts';
import { count, day, firstOf, type Section, table } from './pieces.ts';

/** What runs at which version, since when that is out, and until when its line is looked after. */
export function versionsSection(model: Model): Section {
  const all = runningVersions(model);
  const dated = all.filter(({ released }) => released !== undefined).length;
  return {
    id: 'versions',
    title: 'Versions',
    deck: html`${count(all.length, 'version')}, the oldest first. The days are those of <code>platform/ends.json</code>, true on ${day(checkedOn, 'since')}; of ${all.length - dated} nobody wrote down when they came out.`,
    body: table('Versions by age', columns, all.map(row)),
  };
}

const columns = [
  { title: 'what' },
  { title: 'version', kind: 'tight' as const },
  { title: 'out since' },
  { title: 'line ends' },
  { title: 'used by' },
];

const row = ({ name, kind, version, released, ends, users }: RunningVersion): readonly Hole[] => [
  html`${name} <span class="dim">${kind}</span>`,
  html`<code>${version}</code>`,
  day(released, 'since'),
  ends === undefined ? html`<span class="dim">no day published</span>` : day(ends, 'due'),
  firstOf(users),
];
