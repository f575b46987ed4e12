import { afterAll, expect, test } from 'vitest';
import { yamlText } from '../../constructs/facts/yaml.ts';
import { fileText } from '../../platform/values/text.ts';
import { problemWith } from '../../platform/values/value-kind.ts';
import { dice } from './dice.ts';
import type { KubernetesReader } from './judges/kubernetes.ts';
import { hostileText, texts } from './kinds/text.ts';
import { programOf } from './readers/build.mjs';
import { Reader } from './readers/reader.ts';

const { program, missing } = programOf('yaml');
const reader = program ? (new Reader('yaml', program) as KubernetesReader) : undefined;
afterAll(() => reader?.end());

const seed = Number(process.env.WORLD_SEED ?? 1);

/** Every hostile text that somebody thought of, and as many again by chance: as a value, as a key, and deep in a list. */
function hostile(count: number): readonly string[] {
  const chance = dice(seed);
  const drawn = Array.from({ length: count }, () => hostileText(chance, 40));
  // What no file may hold is refused before it is written.
  return [...texts.cases.map(({ value }) => value), ...drawn].filter(
    (text) => problemWith(fileText, text) === undefined,
  );
}

test.skipIf(!reader)(
  `what our writer writes, sigs.k8s.io/yaml reads as it was${missing ? `: ${missing}` : ''}`,
  async () => {
    const all = hostile(5000);
    expect(all.length).toBeGreaterThan(2000);
    const found = await Promise.all(
      all.map(async (text) => {
        const object = {
          apiVersion: 'v1',
          kind: 'ConfigMap',
          metadata: { name: 'x' },
          data: { text },
          list: [[text], { [text]: text }],
        };
        const written = yamlText(object);
        const { problems } = (await reader?.ask(written, () => ({ ask: 'file', text: written, meant: [object] }))) ?? {
          problems: [],
        };
        return problems.map((problem) => `${JSON.stringify(text)}: ${problem}`);
      }),
    );
    expect(found.flat()).toEqual([]);
  },
);
