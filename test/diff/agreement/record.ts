import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Answer, Answers } from './answers.ts';
import { pairs } from './pairs.ts';

const file = join(import.meta.dirname, 'answers.json');

/** With AGREE=record, writes what programs said in the place of what they said before; what of others stands there stays. */
export function record(given: ReadonlyMap<string, Answer>, programs: Answers['programs']): void {
  if (process.env.AGREE !== 'record') return;
  const known = JSON.parse(readFileSync(file, 'utf8')) as Answers;
  const names = pairs.map(({ name }) => name).filter((name) => known.pairs[name] || given.has(name));
  const merged = names.map((name) => {
    const [old, fresh] = [known.pairs[name], given.get(name)];
    return [name, old?.sum === fresh?.sum ? { ...old, ...fresh } : (fresh ?? old)];
  });
  const all = { programs: { ...known.programs, ...programs }, pairs: Object.fromEntries(merged) };
  writeFileSync(file, `${JSON.stringify(all, null, 2)}\n`);
}
