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

it('says of each machine that it reaches its own pods, and which ports K3s opens for its door', () => {
  expect(rows.filter((row) => row.includes('→ every pod on '))).toHaveLength(2);
  expect(rows.filter((row) => row.includes('nodeport-addresses=primary'))).toEqual([
    expect.stringContaining('quay (mesh 10.77.0.1)'),
  ]);
});
