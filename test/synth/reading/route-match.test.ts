import { expect, it } from 'vitest';
import { admits, answers, hostsOf, liesBelow, meet, readMatch } from '../../../synth/reading/route-match.ts';

const one = (match: string) => readMatch(match)[0] ?? [];

it('takes a rule apart into its alternatives', () => {
  const alternatives = readMatch(
    '(Host(`a.fr`) || Host(`b.fr`)) && (Path(`/x`) || PathPrefix(`/x/`)) && !Method(`GET`)',
  );
  expect(alternatives).toHaveLength(4);
  expect(alternatives.map(hostsOf)).toEqual([['a.fr'], ['a.fr'], ['b.fr'], ['b.fr']]);
  expect(alternatives[0]?.at(-1)).toEqual({ name: 'Method', values: ['GET'], negated: true });
});

it('carries a negation inwards', () => {
  expect(readMatch('!(Host(`a`) && Path(`/b`))')).toHaveLength(2);
  expect(readMatch('!(Host(`a`) || Path(`/b`))')).toHaveLength(1);
});

it('refuses what it cannot read', () => {
  expect(() => readMatch('Host(`a`')).toThrow('ends too early');
  expect(() => readMatch('Host(`a`) Host(`b`)')).toThrow('cannot read the rule');
});

it('says which paths get through, patterns and negations counted and headers not', () => {
  const rule = one(
    'PathPrefix(`/api/`) && !PathRegexp(`(?i)^/api/login$`) && HeaderRegexp(`Authorization`, `^Bearer`)',
  );
  expect(admits(rule, '/api/issues')).toBe(true);
  expect(admits(rule, '/api/Login')).toBe(false);
  expect(admits(rule, '/js')).toBe(false);
  expect(admits(one('Host(`a`) && !Path(`/a`)'), '/b')).toBe(true);
  expect(admits(one('PathRegexp(`^/A`)'), '/a')).toBe(false);
  expect(admits(one('Path(`/a`) && !PathRegexp(`(?U)a+`)'), '/a')).toBe(true);
});

it('compares paths', () => {
  expect(answers(one('PathPrefix(`/a/`)'), '/a/b')).toBe(true);
  expect(answers(one('Path(`/a`)'), '/a/b')).toBe(false);
  expect(liesBelow(one('PathPrefix(`/a/b`)'), '/a')).toBe(true);
  expect(liesBelow(one('PathPrefix(`/ab`)'), '/a')).toBe(false);
  expect(meet(one('PathPrefix(`/a`)'), one('PathPrefix(`/a/b`)'))).toBe(true);
  expect(meet(one('Path(`/a`)'), one('PathPrefix(`/b`)'))).toBe(false);
  expect(meet(one('Host(`a`)'), one('PathPrefix(`/b`)'))).toBe(true);
});
