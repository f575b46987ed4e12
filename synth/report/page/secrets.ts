import type { Model } from '../../model/model.ts';
import { replacedLogins, type SecretLife, secretLives } from '../facts/secrets.ts';
import { type Hole, html } from './markup.ts';
import { count, day, type Section, table } from './pieces.ts';

/** Every secret value by its age and its life. None of them is anywhere in here. */
export function secretsSection(model: Model): Section {
  const lives = secretLives(model);
  const many = (state: SecretLife['state']) => lives.filter((one) => one.state === state).length;
  const states = [
    `${many('sealed')} sealed`,
    ...(many('placeholder') > 0 ? [`${many('placeholder')} only as a placeholder`] : []),
    ...(many('missing') > 0 ? [`${many('missing')} not sealed`] : []),
  ];
  return {
    id: 'secrets',
    title: 'Secrets',
    deck: `${count(lives.length, 'value')}: ${states.join(', ')}. A placeholder has no age: nobody can open it.`,
    body: html`${table('Secrets by what is due first', columns, lives.toSorted(byDue).map(row))}
${logins(model)}`,
  };
}

const columns = [
  { title: 'secret' },
  { title: 'made by', kind: 'tight' as const },
  { title: 'comes by', kind: 'tight' as const },
  { title: 'made on', kind: 'tight' as const },
  { title: 'good for', kind: 'wide' as const },
  { title: 'due on', kind: 'tight' as const },
];

const makers: Readonly<Record<SecretLife['from'], string>> = {
  random: 'random',
  rsa: 'random, a key',
  given: 'a person',
  terraform: 'Terraform',
  digest: 'another value',
};

const ways: Readonly<Record<SecretLife['backend'], string>> = {
  existing: 'hand',
  sealed: 'SealedSecret',
  vault: 'Vault',
};

function row(value: SecretLife): readonly Hole[] {
  const { secret, key, from, backend, state, made, days, never } = value;
  const until = dueOn(value);
  const age =
    state === 'sealed'
      ? day(made, 'since')
      : html`<span class="dim">${state === 'missing' ? 'not sealed' : 'placeholder'}</span>`;
  const life = days === undefined ? html`<span class="dim">${never ?? 'as long as its source'}</span>` : `${days} days`;
  return [
    html`${secret} <span class="dim">${key}</span>`,
    makers[from],
    ways[backend],
    age,
    life,
    until === undefined ? html`<span class="dim">–</span>` : html`${day(until, 'due')}${spent(made, until)}`,
  ];
}

/** How much of its life is over: the browser fills it, since it alone knows the day. */
const spent = (made: string | undefined, until: string): Hole =>
  html`<svg class="bar life" viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true" data-begin="${made}" data-end="${until}"><rect class="whole" width="100" height="6"/><rect class="part" width="0" height="6"/></svg>`;

/** A day and a number of days: no clock is asked. */
export function dueOn({ made, days }: Pick<SecretLife, 'made' | 'days'>): string | undefined {
  if (made === undefined || days === undefined) return undefined;
  return new Date(Date.parse(`${made}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}

function byDue(one: SecretLife, other: SecretLife): number {
  const [a, b] = [one, other].map((life) => dueOn(life) ?? '9999');
  return (a as string) < (b as string) ? -1 : a === b ? 0 : 1;
}

function logins(model: Model): Hole {
  const replaced = replacedLogins(model);
  if (replaced.length === 0) return undefined;
  const how = { leased: 'a user for each pod, gone with it', rotated: 'the one user, whose password changes' } as const;
  return html`<h3>Logins that Vault replaces by itself</h3>
${table(
  'Logins that Vault replaces',
  [{ title: 'login' }, { title: 'how' }],
  replaced.map(({ secret, kind }) => [secret, how[kind]]),
)}`;
}
