import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { defineConfig } from 'vitest/config';
import { textLoaders } from './synth/texts.mjs';

/** Behind a path: what ends like a style or a script would be read as one. */
const asText = '.text';

/** The same texts that `synth/run.mjs` takes in by esbuild. */
const texts = {
  name: 'texts',
  enforce: 'pre' as const,
  resolveId: (source: string, importer?: string) =>
    importer && source.startsWith('.') && Object.keys(textLoaders).some((ending) => source.endsWith(ending))
      ? `${join(dirname(importer), source)}${asText}`
      : undefined,
  load: (id: string) =>
    id.endsWith(asText)
      ? `export default ${JSON.stringify(readFileSync(id.slice(0, -asText.length), 'utf8'))}`
      : undefined,
};

/** `npm test`. */
const unit = {
  name: 'unit',
  include: ['test/**/*.test.ts'],
  exclude: ['test/edits/**', 'test/browser/**'],
  testTimeout: 60_000,
  hookTimeout: 60_000,
  // Much of it waits for other programs: one worker for each of two cores.
  maxWorkers: 2,
  isolate: false,
};

/** `npm run test:edits`: each test runs everything in a copy; two at once, which is what two cores take. */
const edits = { name: 'edits', include: ['test/edits/**/*.test.ts'], testTimeout: 3_600_000, maxConcurrency: 2 };

/** `npm run test:report`: the report in a real browser. */
const report = { name: 'report', include: ['test/browser/**/*.test.ts'], testTimeout: 60_000, hookTimeout: 60_000 };

export default defineConfig({
  plugins: [texts],
  test: {
    globalSetup: ['test/support/temporary.ts'],
    server: { deps: { external: [/imports\/(terraform-)?validators\.js$/] } },
    projects: [unit, edits, report].map((test) => ({ extends: true as const, test })),
  },
});
