import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Everything that tests lay down lies below one folder, which is gone when they end. */
export default function setup(): () => void {
  const before = process.env.TMPDIR;
  const folder = mkdtempSync(join(tmpdir(), 'uyoop-tests-'));
  // Some scripts run as another user, as they do in their pods.
  chmodSync(folder, 0o755);
  process.env.TMPDIR = folder;
  return () => {
    process.env.TMPDIR = before ?? '/tmp';
    rmSync(folder, { recursive: true, force: true });
  };
}
