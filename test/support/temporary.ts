import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Everything that tests lay down lies below one folder, which is gone when they end; a run inside a run uses its folder. */
export default function setup(): (() => void) | undefined {
  if (process.env.UYOOP_TESTS) return undefined;
  const folder = mkdtempSync(join(tmpdir(), 'uyoop-'));
  // Some scripts run as another user, as they do in their pods.
  chmodSync(folder, 0o755);
  process.env.TMPDIR = folder;
  process.env.UYOOP_TESTS = folder;
  return () => rmSync(folder, { recursive: true, force: true });
}
