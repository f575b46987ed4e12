import { expect, test } from 'vitest';
import { uyoop } from '../../platform/uyoop.ts';
import { charts, images } from '../../platform/versions.ts';

test('every image and every chart is pinned to one version', () => {
  for (const image of Object.values(images)) expect(image).toMatch(/^[\w./-]+:(alpine-)?v?\d+\.\d+[\w.-]*$/);
  for (const { version } of Object.values(charts)) expect(version).toMatch(/^v?\d+\.\d+\.\d+$/);
});

test('no address range of the platform overlaps another', () => {
  const { mesh, pods, services, docker } = uyoop.network;
  const ranges = [mesh, pods, services, docker].map((cidr) => {
    const [address = '', bits] = cidr.split('/');
    const start = address.split('.').reduce((sum, octet) => sum * 256 + Number(octet), 0);
    return [start, start + 2 ** (32 - Number(bits))] as const;
  });
  const sorted = ranges.toSorted(([a], [b]) => a - b);
  for (const [index, [, end]] of sorted.slice(0, -1).entries())
    expect(sorted[index + 1]?.[0]).toBeGreaterThanOrEqual(end);
});

test('a locked bucket holds the backups, longer than any tier asks for', () => {
  expect(uyoop.buckets.backup.access).toBe('append');
  for (const { lockDays } of Object.values(uyoop.backups))
    expect(uyoop.buckets.backup.lockDays).toBeGreaterThanOrEqual(lockDays);
});

test('the backups lie in another region than what they save', () => {
  expect(uyoop.buckets.backup.region).not.toBe(uyoop.buckets.drive.region);
});

test('a port of a machine belongs to one owner', () => {
  for (const { name, ports } of uyoop.machines) {
    const claimed = ports.map(({ port, protocol, address }) => `${name} ${address ?? '*'}:${port}/${protocol}`);
    expect(new Set(claimed).size).toBe(claimed.length);
  }
});
