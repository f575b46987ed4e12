import { readFileSync } from 'node:fs';
import { defineConfig } from 'vitest/config';
import { textEndings } from './synth/texts.mjs';

/** The same texts that `synth/run.mjs` takes in by esbuild. */
const texts = {
  name: 'texts',
  enforce: 'pre' as const,
  load: (id: string) =>
    textEndings.some((ending) => id.endsWith(ending))
      ? `export default ${JSON.stringify(readFileSync(id, 'utf8'))}`
      : undefined,
};

/** `npm test`. */
const unit = {
  name: 'unit',
  include: ['test/**/*.test.ts'],
  exclude: ['test/edits/**'],
  testTimeout: 60_000,
  hookTimeout: 60_000,
  // Much of it waits for other programs: one worker for each of two cores.
  maxWorkers: 2,
  isolate: false,
};

/** `npm run test:edits`: each test runs everything in a copy; two at once, which is what two cores take. */
const edits = { name: 'edits', include: ['test/edits/**/*.test.ts'], testTimeout: 3_600_000, maxConcurrency: 2 };

export default defineConfig({
  plugins: [texts],
  test: {
    globalSetup: ['test/support/temporary.ts'],
    server: { deps: { external: [/imports\/(terraform-)?validators\.js$/] } },
    projects: [unit, edits].map((test) => ({ extends: true as const, test })),
  },
});
