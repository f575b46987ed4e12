import { defineConfig } from 'vitest/config';
import base from '../../vitest.config.ts';

/** The whole measurement: minutes, under its own command. */
export default defineConfig({
  ...base,
  test: { ...base.test, include: ['test/world/*.measure.ts'], testTimeout: 3_600_000 },
});
