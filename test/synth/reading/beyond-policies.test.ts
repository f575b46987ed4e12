import { expect, it } from 'vitest';
import { beyondPolicies } from '../../../synth/reading/beyond-policies.ts';
import { modelOf } from '../../support/composed.ts';
import { town } from '../../support/town.ts';

const model = modelOf(town(3));
const rows = beyondPolicies(model).map(({ from, to, ports }) => `${from} → ${to} ${ports}`);

it('names pods that come and go: Traefik asks the solvers of certificates', () => {
  expect(rows).toContain('kube-system/traefik → prod-shop, pods acme.cert-manager.io/http01-solver=true tcp/8089');
});

it('names where a route leads that ends at no pod: Mailcow, on the mesh', () => {
  expect(rows).toContain(
    `kube-system/traefik → prod-mail/mailcow: quay (mesh 10.77.0.1) tcp/${model.platform.mail.webPort}`,
  );
});

it('says whom those may ask: what every pod of their namespace may', () => {
  const asked = rows.filter((row) => row.startsWith('prod-shop, pods acme.cert-manager.io/http01-solver=true'));
  expect(asked).toEqual([expect.stringMatching(/→ kube-system\/coredns tcp\/53, udp\/53$/)]);
});

it('says of each machine that it reaches its own pods, and which node ports its pods find there', () => {
  expect(rows.filter((row) => row.includes('→ every pod on '))).toHaveLength(2);
  expect(rows.filter((row) => row.includes('nodeport-addresses=primary'))).toEqual([
    expect.stringMatching(/^the mesh, and pods on quay .* → quay \(mesh 10\.77\.0\.1\)/),
    expect.stringMatching(/^pods on loft .* → loft \(mesh 10\.77\.0\.2\)/),
  ]);
  expect(rows.filter((row) => row.includes('health check of Traefik'))).toHaveLength(2);
});

it('says which ports of a machine are rewritten at each of its addresses', () => {
  expect(rows.filter((row) => row.includes('the same ports'))).toEqual([
    expect.stringMatching(/svclb-traefik → quay, at each of its own addresses/),
    expect.stringMatching(/Docker network → quay \(mesh 10\.77\.0\.1\)/),
  ]);
});
