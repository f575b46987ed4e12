import { expect, it } from 'vitest';
import { bytes, millicores, readableBytes, readableCores } from '../../../constructs/facts/quantity.ts';

it('reads quantities as Kubernetes writes them', () => {
  expect([millicores('100m'), millicores('2'), millicores('0.5'), millicores(1)]).toEqual([100, 2000, 500, 1000]);
  expect([bytes('512Mi'), bytes('1Gi'), bytes('1G'), bytes('1024')]).toEqual([2 ** 29, 2 ** 30, 1e9, 1024]);
});

it('refuses what is no quantity', () => {
  expect(() => bytes('1 GB')).toThrow("'1 GB' is no amount of bytes");
  expect(() => millicores('two')).toThrow("'two' is no amount of CPU");
});

it('writes them for people', () => {
  expect([readableBytes(1.5 * 2 ** 30), readableBytes(2 ** 29), readableCores(7250)]).toEqual([
    '1.5 GiB',
    '512 MiB',
    '7.25 cores',
  ]);
});
