import { expect, it } from 'vitest';
import { type Draft, drafted } from '../world/village.ts';
import { judge, lettersOf, slipsIn } from './judge.ts';
import type { Plan } from './plan.ts';

const whole: Plan = {
  phase: 3,
  gitops: 'flux',
  whole: true,
  agents: [],
  zones: [],
  namespaces: [],
};

// biome-ignore lint/suspicious/noTemplateCurlyInString: Terraform's.
const hostile = 'hostile ${path.module} %{ if true } {{ 1 }} | <b> `id` \u202e\u200b';

type Path = readonly string[];

/** Every text that the owner writes down, by its path. Of a list the first is like the others. */
function textsOf(value: unknown, path: Path = []): readonly Path[] {
  if (typeof value === 'string') return [path];
  if (typeof value !== 'object' || value === null) return [];
  const entries = Object.entries(value).slice(0, Array.isArray(value) ? 1 : undefined);
  return entries.flatMap(([key, inner]) => textsOf(inner, [...path, key]));
}

function put(draft: Draft, path: Path, text: string): void {
  const holder = path.slice(0, -1).reduce<unknown>((at, key) => (at as Record<string, unknown>)[key], draft);
  (holder as Record<string, unknown>)[path.at(-1) ?? ''] = text;
}

/** A slow one for each text; `FUZZ_CASES=1` and more asks them all, `npm test` every seventh. */
it('no text of the owner comes out of synth where it would be taken for something else', () => {
  const texts = textsOf(drafted({}));
  expect(texts.length).toBeGreaterThan(70);
  const asked = texts.filter((_, index) => process.env.FUZZ_CASES || index % 7 === 0);
  const wrong = asked.flatMap((path) => {
    const { files, found } = judge(whole, { facts: (draft) => put(draft, path, hostile) });
    const slips = slipsIn(found).map((letter) => `${path.join('.')} is a stack trace: ${letter}`);
    const taken =
      found.length > 0 ? [] : [...files].filter(([, text]) => text.includes('hostile ')).map(([file]) => file);
    return [...slips, ...taken.map((file) => `${path.join('.')} stands in ${file}`)];
  });
  expect(wrong).toEqual([]);
}, 3_600_000);

it('the letter of a text that is refused shows it', () => {
  const { found } = judge(whole, { facts: (draft) => put(draft, ['forge'], hostile) });
  expect(lettersOf(found)).toEqual([expect.stringContaining(`got '${hostile}'`)]);
});
