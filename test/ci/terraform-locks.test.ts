import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { problemsOf } from '../../.ci/terraform-locks.mjs';
import { stack } from '../stacks/scratch.ts';
import { repository } from '../synth/command/command-line.ts';

const lock = (version: string, source = 'ovh/ovh', host = 'registry.terraform.io', hashes = '"h1:abc=", "zh:012"') =>
  `# This file is maintained automatically\nprovider "${host}/${source}" {\n  version     = "${version}"\n  constraints = "${version}"\n  hashes = [\n    ${hashes},\n  ]\n}\n`;

describe('the lock of a stack', () => {
  const { json } = stack('dns');
  const { version } = json['terraform'].required_providers.ovh;

  it('names the version of each provider, and its hashes, for either tool', () => {
    expect(problemsOf(json, lock(version))).toEqual([]);
    expect(problemsOf(json, lock(version, 'ovh/ovh', 'registry.opentofu.org'))).toEqual([]);
  });

  it.each([
    ['another version', lock('2.18.0'), `holds ovh/ovh 2.18.0, and the stack wants ${version}`],
    ['another provider', lock(version, 'other/ovh'), 'holds no provider ovh/ovh'],
    ['no hash', lock(version, 'ovh/ovh', 'registry.terraform.io', ''), 'holds no hash of ovh/ovh'],
    ['nothing', '', 'holds no provider ovh/ovh'],
  ])('is refused with %s', (_, text, problem) => expect(problemsOf(json, text)).toEqual([problem]));

  it('is asked for by the step of the pipeline, and by no synth', () => {
    const dist = mkdtempSync(join(tmpdir(), 'uyoop-locks-'));
    // The owner's own locks stay where they are.
    const filter = (path: string) => !path.endsWith('.terraform.lock.hcl');
    cpSync(join(repository, 'dist/terraform'), join(dist, 'terraform'), { recursive: true, filter });
    const step = () => spawnSync('node', [join(repository, '.ci/terraform-locks.mjs'), dist], { encoding: 'utf8' });
    const missing = (status: number) => ({
      status,
      stderr: expect.stringContaining('stacks/dns/.terraform.lock.hcl is not there'),
    });
    expect(step()).toMatchObject(missing(78));
    const stacks = execFileSync('ls', [join(dist, 'terraform/stacks')], { encoding: 'utf8' })
      .trim()
      .split('\n');
    const wanted = stacks.flatMap((name) => {
      const text = readFileSync(join(dist, 'terraform/stacks', name, 'cdk.tf.json'), 'utf8');
      return Object.values<{ source: string; version: string }>(JSON.parse(text).terraform.required_providers);
    });
    const all = wanted.map(({ source, version }) => lock(version, source)).join('');
    writeFileSync(join(dist, 'terraform/stacks/servers/.terraform.lock.hcl'), all);
    expect(step()).toMatchObject(missing(1));
    for (const name of stacks) writeFileSync(join(dist, 'terraform/stacks', name, '.terraform.lock.hcl'), all);
    expect(step()).toMatchObject({ status: 0, stderr: '' });
  });
});
