import { defineConfig } from 'vitest/config';
import base from '../../vitest.config.ts';

const { projects: _, ...shared } = base.test ?? {};

/** The whole measurement: minutes, under its own command. */
export default defineConfig({
  plugins: base.plugins,
  test: { ...shared, include: ['test/world/*.measure.ts'], testTimeout: 3_600_000, isolate: false },
});
