import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { buildStacks } from '../../stacks/index.ts';
import type { TerraformStackJson } from '../../synth/model/model.ts';
import { town } from '../support/town.ts';

const page = readFileSync(join(import.meta.dirname, '../../docs/rights.md'), 'utf8');

/** Names that stand on the page as they would in Terraform: `ovh_vps`, `data.ovh_vps`. */
const listed = (text: string) =>
  new Set([...text.matchAll(/`((?:data\.)?[a-z0-9]+_[a-z0-9_]+)`/g)].map(([, name]) => name));

function used({ json }: TerraformStackJson): string[] {
  return [...Object.keys(json['resource'] ?? {}), ...Object.keys(json['data'] ?? {}).map((type) => `data.${type}`)];
}

const { platform, inventory } = town();
const signed = { ...platform, zones: { ...platform.zones, 'harbour.test': { mail: false, signed: true } } } as const;
const all = [platform, signed].flatMap((each) => buildStacks(each, inventory).flatMap(used));

describe('the page of rights', () => {
  it('names what the tokens need for every kind of block that a stack has', () => {
    expect(new Set(all).size).toBeGreaterThan(15);
    expect([...new Set(all)].filter((type) => !listed(page).has(type))).toEqual([]);
  });

  it('would miss one that is new', () => {
    expect(listed(page.replaceAll('`ovh_ip_reverse`', ''))).not.toContain('ovh_ip_reverse');
  });

  it('names no kind of block that no stack has any more', () => {
    const types = [...listed(page)].filter((name) => /^(data\.)?(ovh|gitlab|vault)_/.test(name ?? ''));
    expect(types.filter((name) => !all.includes(name ?? ''))).toEqual([]);
  });

  it('has the refresh, without which apply succeeds and nothing is served', () => {
    expect(page).toContain('**`POST /domain/zone/{zone}/refresh`**');
  });
});
