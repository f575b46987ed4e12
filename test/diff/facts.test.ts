import { describe, expect, it } from 'vitest';
import { fieldsBetween } from '../../diff/compare/fields.ts';
import { durationOf, readableSeconds } from '../../diff/facts/duration.ts';
import { stepBetween } from '../../diff/facts/version.ts';
import { readText } from '../../diff/tree/texts.ts';
import { readVaultPolicy } from '../../diff/tree/vault-policy.ts';
import { endOf, imageOf } from '../../synth/reading/versions.ts';

describe('a duration', () => {
  it.each([
    ['15d', 1_296_000],
    ['1h30m', 5400],
    ['P35D', 3_024_000],
    ['720h', 2_592_000],
    ['250ms', 0.25],
    [60, 60],
    ['60', 60],
  ])('%s is %d seconds', (text, seconds) => expect(durationOf(text)).toBe(seconds));

  it.each(['soon', '', '5 days', '1d later', null])('%s is none', (text) => expect(durationOf(text)).toBeUndefined());

  it('is read as somebody waits', () => {
    expect([readableSeconds(40), readableSeconds(119), readableSeconds(720)]).toEqual(['40 s', '119 s', '12 min']);
  });
});

describe('a version', () => {
  it.each([
    ['docker.io/library/postgres:17.2@sha256:ab', { name: 'postgres', version: '17.2' }],
    ['ghcr.io/open-webui/open-webui:v0.11.4', { name: 'ghcr.io/open-webui/open-webui', version: 'v0.11.4' }],
    ['registry:5000/shop', { name: 'registry:5000/shop', version: '' }],
  ])('stands apart from its image in %s', (reference, parts) => expect(imageOf(reference)).toEqual(parts));

  it.each([
    ['1.2.3', '2.0.0', 'major'],
    ['1.2.3', '1.3.0', 'minor'],
    ['1.2.3', '1.2.4', 'patch'],
    ['1.2.3.4', '1.2.3.5', 'patch'],
    ['1.2.3', '1.2', 'downgrade'],
    ['10.0.0', '9.9.9', 'downgrade'],
    ['9.9.9', '10.0.0', 'major'],
    ['alpine-v19.3.0', 'alpine-v19.4.0', 'minor'],
    ['1.2.3-alpine', '1.2.3-debian', 'rebuild'],
    ['latest', 'stable', 'unknown'],
  ])('%s to %s is a %s', (before, after, step) => expect(stepBetween(before, after)).toBe(step));

  it('ends with its line', () => {
    const ends = { pins: { mariadb: { parts: 2, ends: { '11.8': '2028-06-04', '12.3': null } }, ghost: {} } };
    expect(endOf(ends, 'mariadb', '11.8.8')).toBe('2028-06-04');
    expect(endOf(ends, 'mariadb', '12.3.1')).toBeUndefined();
    expect(endOf(ends, 'ghost', '6.0.0')).toBeUndefined();
    expect(endOf(ends, 'unheard-of', '1.0.0')).toBeUndefined();
  });
});

describe('a policy of Vault', () => {
  it('is its paths and what they allow', () => {
    const text =
      '# read alone\npath "a/*" {\n  capabilities = ["read", "list"]\n  required_parameters = ["x"]\n}\n\npath "b" { capabilities = ["deny"] }\n';
    expect(readVaultPolicy(text)).toEqual({
      'a/*': { capabilities: ['read', 'list'], required_parameters: ['x'] },
      b: { capabilities: ['deny'] },
    });
  });

  it('is only text where anything else stands in it', () => {
    expect(() => readVaultPolicy('path "a" { capabilities = ["read"] }\nlease = "1h"')).toThrow('no policy of Vault');
    expect(readText('policy', 'path "a" { } and more')).toBeUndefined();
  });
});

describe('a text inside an object', () => {
  it.each([
    ['a.yaml', 'a: [1'],
    ['a.json', '{"a": '],
    ['a.toml', 'a = '],
    ['a.sh', '#!/bin/sh\necho {a: 1}\n'],
    ['a.yaml', 'only words'],
  ])('is only text where its reader would refuse it, or it is none (%s)', (key, text) => {
    expect(readText(key, text)).toBeUndefined();
  });

  it('keeps the templates in it as they are', () => {
    expect(readText('a.yml', 'a: {{ .Values.a }}\nb: "{{ x }} and {{ y }}"\n')).toEqual({
      a: '{{ .Values.a }}',
      b: '{{ x }} and {{ y }}',
    });
  });

  it('is made of plain values, whoever reads it', () => {
    const value = readText('a.toml', 'at = 2026-11-26T00:00:00Z\n[a]\nb = 1\n') as { at: unknown; a: object };
    expect(value.at).toBe('2026-11-26T00:00:00.000Z');
    expect(`${value.a}`).toBe('[object Object]');
  });

  it('that stops being readable is a difference of the whole text', () => {
    expect(fieldsBetween({ 'a.json': '{"a":1}' }, { 'a.json': '{"a":1' })).toEqual([
      { path: ['a.json'], before: '{"a":1}', after: '{"a":1' },
    ]);
  });
});

describe('a list in order', () => {
  const args = (before: readonly string[], after: readonly string[]) =>
    fieldsBetween({ args: before }, { args: after });

  it('differs where it differs, whatever comes before and after', () => {
    expect(args(['a', 'b', 'c'], ['a', 'x', 'c'])).toEqual([{ path: ['args', '[1]'], before: 'b', after: 'x' }]);
    expect(args(['a', 'c'], ['a', 'b', 'c'])).toEqual([{ path: ['args', '[1]'], before: undefined, after: ['b'] }]);
  });

  it('differs when its items change places', () => {
    expect(args(['a', 'b'], ['b', 'a'])).toHaveLength(1);
    const inits = (...names: readonly string[]) => ({ initContainers: names.map((name) => ({ name })) });
    expect(fieldsBetween(inits('a', 'b'), inits('b', 'a'))).toEqual([
      { path: ['initContainers', '(order)'], before: ['a', 'b'], after: ['b', 'a'] },
    ]);
  });

  it('is in order inside a text, where nobody says otherwise', () => {
    const routes = (...names: readonly string[]) => ({ 'a.yaml': names.map((name) => `- match: ${name}\n`).join('') });
    expect(fieldsBetween(routes('a', 'b'), routes('b', 'a'))).toHaveLength(1);
  });
});
