import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { sitesIn } from '../../.ci/apache-redirects.mjs';
import { apacheSite } from '../../constructs/web/apache-site.ts';
import { kubernetesFiles } from '../../synth/model/files.ts';
import { bench, plain } from '../support/bench.ts';
import type { Manifests } from '../support/manifests.ts';
import { host } from '../support/platform.ts';

const root = join(import.meta.dirname, '../..');

describe('.ci/apache', () => {
  it('finds each site by its host, and nothing else', () => {
    const site = apacheSite(host('shop.harbour.example'), '/var/www/html');
    const dist = written(bench((shop) => shop.workload('web', { ...plain, files: { ...site, '/etc/other': 'text' } })));
    expect(sitesIn(dist)).toEqual([{ host: 'shop.harbour.example', text: Object.values(site)[0] }]);
  });

  it('fails where there is neither an Apache nor a way to one', () => {
    const path = mkdtempSync(join(tmpdir(), 'tools-'));
    for (const name of ['bash', 'dirname', 'mktemp', 'rm'])
      symlinkSync(
        spawnSync('/bin/sh', ['-c', `command -v ${name}`], { encoding: 'utf8' }).stdout.trim(),
        join(path, name),
      );
    const { status, stderr } = spawnSync('bash', ['.ci/apache'], { cwd: root, encoding: 'utf8', env: { PATH: path } });
    expect([status, stderr]).toEqual([1, '.ci/apache: no apache2 and no apt-get to fetch it with\n']);
  });
});

/** Manifests in a folder, as `dist/` holds the owner's. */
function written({ documents }: Manifests): string {
  const dist = mkdtempSync(join(tmpdir(), 'dist-'));
  for (const [path, text] of kubernetesFiles(documents)) {
    mkdirSync(dirname(join(dist, path)), { recursive: true });
    writeFileSync(join(dist, path), text);
  }
  return dist;
}
