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

export default defineConfig({
  plugins: [texts],
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: 30_000,
    isolate: false,
    server: { deps: { external: [/imports\/validators\.js$/] } },
  },
});
