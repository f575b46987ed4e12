import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { planned, readPlan } from '../../.ci/plans.mjs';
import { repository, temporary } from '../synth/command/command-line.ts';

/** As Terraform 1.11 writes it. */
const text = `
Terraform will perform the following actions:

  # ovh_domain_zone_record.mx will be destroyed
  # (because ovh_domain_zone_record.mx is not in configuration)
  - resource "ovh_domain_zone_record" "mx" {
    }

  # ovh_domain_zone_record.web will be created
  + resource "ovh_domain_zone_record" "web" {
      + description = "  # a text that looks like one will be destroyed"
    }

  # ovh_vps.core-prod must be replaced
-/+ resource "ovh_vps" "core-prod" {
    }

Plan: 2 to add, 0 to change, 2 to destroy.
`;

describe('the plans in a note', () => {
  it('begin with what is destroyed or replaced, by name, and fold the rest', () =>
    expect(planned([{ stack: 'dns', text }])).toBe(
      [
        '## Terraform',
        '- **dns**: Plan: 2 to add, 0 to change, 2 to destroy.',
        '  - `ovh_domain_zone_record.mx` will be destroyed',
        '  - `ovh_vps.core-prod` must be replaced',
        '  <details><summary>the rest</summary>',
        '',
        '  - `ovh_domain_zone_record.web` will be created',
        '',
        '  </details>',
      ].join('\n'),
    ));

  it.each([
    [
      'No changes. Your infrastructure matches the configuration.\n',
      'No changes. Your infrastructure matches the configuration.',
    ],
    ['\nChanges to Outputs:\n  + token = (sensitive value)\n', 'Outputs change.'],
    ['', 'No plan could be read: see the job.'],
  ])('say what a plan says of itself: %j', (plan, summary) => expect(readPlan(plan)).toEqual({ summary, changes: [] }));

  it('are read from the folder that the jobs left, and are nothing where none was made', () => {
    const folder = temporary();
    const run = (plans: string) =>
      spawnSync('node', [join(repository, '.ci/plans.mjs'), plans, join(folder, 'out.md')], { encoding: 'utf8' });
    expect(run(join(folder, 'plans')).status).toBe(0);
    expect(readFileSync(join(folder, 'out.md'), 'utf8').trim()).toBe('');
    mkdirSync(join(folder, 'plans'));
    writeFileSync(join(folder, 'plans/servers.txt'), 'No changes.\n');
    writeFileSync(join(folder, 'plans/dns.txt'), text);
    expect(run(join(folder, 'plans')).status).toBe(0);
    const rows = readFileSync(join(folder, 'out.md'), 'utf8').match(/^- .+$/gm);
    expect(rows).toEqual(['- **dns**: Plan: 2 to add, 0 to change, 2 to destroy.', '- **servers**: No changes.']);
    expect(spawnSync('node', [join(repository, '.ci/plans.mjs')], { encoding: 'utf8' })).toMatchObject({ status: 2 });
  });
});
