import { describe, expect, it } from 'vitest';
import { networkOf } from '../../../../synth/reading/network.ts';
import { reachability } from '../../../../synth/reading/reachability.ts';
import { graphOf, places } from '../../../../synth/report/facts/graph.ts';
import { serviceAt } from '../../../../synth/report/facts/parts.ts';
import { townIn } from '../town.ts';

describe('the map', () => {
  const model = townIn();
  const { spots, lines } = graphOf(model);
  const line = (from: string, to: string) => lines.find((one) => one.from === from && one.to === to);
  const place = (id: string) => spots.find((spot) => spot.id === id)?.place;

  it('has every pair of the matrix: as a line, or inside one service', () => {
    const paths = new Map(networkOf(model).groups.map(({ id, path }) => [id, serviceAt(path)]));
    const { pods, addresses } = reachability(model);
    const wanted = [
      ...pods.map(({ from, to, ports }) => ({ from: paths.get(from), to: paths.get(to), ports })),
      ...addresses.map(({ from, to, ports }) => ({ from: paths.get(from), to: `to ${to}`, ports })),
    ].filter(({ from, to }) => from !== to);
    const missing = wanted.filter(
      ({ from = '', to = '', ports }) => !ports.split(', ').every((port) => line(from, to)?.ports.includes(port)),
    );
    expect(wanted.length).toBeGreaterThan(50);
    expect(missing).toEqual([]);
  });

  it('has no line that the matrix has not, but what a route follows to an address', () => {
    const { pods, addresses, internet } = reachability(model);
    const paths = new Map(networkOf(model).groups.map(({ id, path }) => [id, serviceAt(path)]));
    const known = new Set([
      ...pods.map(({ from, to }) => `${paths.get(from)} ${paths.get(to)}`),
      ...addresses.map(({ from, to }) => `${paths.get(from)} to ${to}`),
    ]);
    const own = lines.filter(({ from, to }) => from !== 'internet' && !known.has(`${from} ${to}`));
    expect(own.map(({ from, to }) => `${from} → ${to}`)).toEqual(['kube-system/traefik → prod-mail/mailcow']);
    const doors = lines.filter(({ from }) => from === 'internet').flatMap(({ ports }) => ports.split(', '));
    const ports = internet.filter(({ ports }) => /^(tcp|udp)\//.test(ports));
    expect(doors).toHaveLength(ports.length);
  });

  it('puts each service where it runs', () => {
    expect(place('prod-shop/shop')).toBe('quay');
    expect(place('lab/bench')).toBe('loft');
    expect(place('node-agents/node-exporter')).toBe(places.everywhere);
    expect(place('kube-system/coredns')).toBe(places.everywhere);
    expect(place('loft: SSH')).toBe('loft');
    expect(place('to internet')).toBe(places.addresses);
    expect(spots[0]).toEqual({ id: 'internet', place: places.outside });
    expect(new Set(spots.map(({ id }) => id)).size).toBe(spots.length);
  });

  it('says of each line why it is there', () => {
    expect(line('internet', 'kube-system/traefik')).toMatchObject({
      kind: 'web',
      says: 'Anybody may reach kube-system/traefik: tcp/443, tcp/80.',
    });
    expect(line('internet', 'loft: SSH')?.says).toBe('Anybody may reach SSH of loft: tcp/22.');
    expect(line('kube-system/traefik', 'prod-shop/shop')).toMatchObject({
      kind: 'web',
      says: 'kube-system/traefik may reach prod-shop/shop: tcp/8080, for shop.harbour.example.',
    });
    expect(line('security/vault', 'prod-shop/shop')).toMatchObject({ kind: 'plain', ports: 'tcp/3306' });
    expect(line('prod-shop/shop', 'kube-system/coredns')?.says).toBe(
      'prod-shop/shop (shop, shop-cron, shop-database, shop-worker) may reach kube-system/coredns: tcp/53, udp/53.',
    );
  });

  it('keeps quiet what more than a third speak to', () => {
    const kinds = (to: string) => new Set(lines.filter((one) => one.to === to).map(({ kind }) => kind));
    expect(kinds('kube-system/coredns')).toEqual(new Set(['common']));
    expect(kinds('monitoring/loki')).toEqual(new Set(['plain']));
  });
});
