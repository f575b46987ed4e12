import { defineConfig } from 'vitest/config';
import base from '../../../vitest.config.ts';

const { projects: _, ...shared } = base.test ?? {};

/** Asks a real API server: under its own command, since it wants one. */
export default defineConfig({
  plugins: base.plugins,
  test: { ...shared, include: ['test/diff/agreement/api-server.ts'], testTimeout: 60_000 },
});
