import { expect, it } from 'vitest';
import { fill } from '../../../constructs/facts/fill.ts';

it('fills each hole wherever it stands', () => {
  expect(fill('curl @host@:@port@/@host@', { host: 'a', port: 80 })).toBe('curl a:80/a');
});

it('takes a value as it is, even one that looks like a pattern or a hole', () => {
  expect(fill('@one@ @two@', { one: '$& $1', two: '@one@' })).toBe('$& $1 @one@');
});

it('throws on a hole that nothing fills', () => {
  expect(() => fill('curl @host@', {})).toThrow('@host@');
});

it('throws on a value that no hole takes', () => {
  expect(() => fill('curl', { host: 'a' })).toThrow('host');
});
