import { expect, it } from 'vitest';
import type { HostPort } from '../../../../platform/types.ts';
import check from '../../../../synth/checks/pins/machine-ports.ts';
import { modelAlone } from '../../../../synth/model/run.ts';
import { core, lab, object, rewritten, scratch } from '../scratch.ts';
import { twin } from '../twin.ts';

const { refuses, takes } = twin(check);
const ports =
  (...more: readonly HostPort[]) =>
  () =>
    scratch({ platform: { machines: [{ ...core, ports: [...core.ports, ...more] }, lab] } });
const mailcow = { port: 443, protocol: 'tcp', owner: 'Mailcow' } as const;
const dns = { port: 53, protocol: 'udp', owner: 'one' } as const;

refuses(
  "Mailcow's 443 beside Traefik's",
  ports(mailcow),
  'platform/uyoop.ts core-prod: port 443/tcp of core-prod is claimed twice, got Traefik on every address and Mailcow on every address',
);
refuses(
  'it on one address too',
  ports({ ...mailcow, address: '10.8.0.1' }),
  'got Traefik on every address and Mailcow on 10.8.0.1',
);
takes('one port on two addresses', ports({ ...dns, address: '10.8.0.1' }, { ...dns, address: '127.0.0.1' }));
takes('two protocols on one port', ports(dns, { ...dns, protocol: 'tcp' }));

const balanced =
  (...names: readonly string[]) =>
  () =>
    scratch({
      add: ({ prod }) => {
        for (const name of names)
          object(prod, {
            kind: 'Service',
            metadata: { name, namespace: 'prod-web' },
            spec: { type: 'LoadBalancer', ports: [{ port: 8443 }] },
          });
      },
    });

refuses('two LoadBalancers', balanced('one', 'two'), 'port 8443/tcp of core-prod is claimed twice, got prod-web/one');
takes('one LoadBalancer', balanced('one'));

it('a port that a pod binds on its machine counts', () => {
  const model = rewritten(scratch(), ({ kind, metadata, spec }) => {
    if (kind === 'Deployment' && metadata.name === 'wiki') spec.template.spec.containers[0].ports[0].hostPort = 443;
  });
  expect(check.find(model, modelAlone)).toEqual([
    expect.objectContaining({ got: 'Traefik on every address and wiki on every address' }),
  ]);
});
