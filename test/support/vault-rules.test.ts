import { expect, test } from 'vitest';
import { allows } from './vault-rules.ts';

const policy = (path: string, ...capabilities: string[]) =>
  `path "${path}" {\n  capabilities = [${capabilities.map((name) => `"${name}"`).join(', ')}]\n}\n`;

test('nothing is allowed that no path says, and a path is not its children', () => {
  expect(allows([], 'read', 'secret/data/a')).toBe(false);
  expect(allows([policy('secret/data/a', 'read')], 'read', 'secret/data/a')).toBe(true);
  expect(allows([policy('secret/data/a', 'read')], 'read', 'secret/data/a/b')).toBe(false);
  expect(allows([policy('secret/data/a', 'read')], 'read', 'secret/data/ab')).toBe(false);
});

test('a star counts at the end, a plus is one segment', () => {
  expect(allows([policy('secret/data/a*', 'read')], 'read', 'secret/data/ab/c')).toBe(true);
  expect(allows([policy('secret/+/a', 'read')], 'read', 'secret/data/a')).toBe(true);
  expect(allows([policy('secret/+/a', 'read')], 'read', 'secret/data/b/a')).toBe(false);
});

test('the exact path goes before a pattern, and the longer pattern before the shorter', () => {
  const both = policy('secret/*', 'read') + policy('secret/data/a', 'update');
  expect(allows([both], 'read', 'secret/data/a')).toBe(false);
  expect(allows([both], 'read', 'secret/data/b')).toBe(true);
  const patterns = policy('secret/*', 'read') + policy('secret/data/*', 'deny');
  expect(allows([patterns], 'read', 'secret/data/b')).toBe(false);
});

test('policies add up on one path, and deny is over all of them', () => {
  const two = [policy('a', 'read'), policy('a', 'update')];
  expect(allows(two, 'read', 'a') && allows(two, 'update', 'a')).toBe(true);
  expect(allows([...two, policy('a', 'deny')], 'read', 'a')).toBe(false);
});

test('a policy that it cannot read is an error, not a denial', () => {
  expect(() => allows(['path "a" { policy = "write" }'], 'read', 'a')).toThrow('this evaluator cannot read');
});
