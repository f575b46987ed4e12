import { defineConfig } from 'vitest/config';
import base from '../../../vitest.config.ts';

const { projects: _, ...shared } = base.test ?? {};

/** Asks real programs: under its own command, `npm run agree`, since it wants them (README.md). */
export default defineConfig({
  plugins: base.plugins,
  test: { ...shared, include: ['test/diff/agreement/*.agree.ts'], testTimeout: 180_000, hookTimeout: 120_000 },
});
