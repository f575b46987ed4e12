import { ownWeb, publicAddress } from '../../../../constructs/network/endpoint.ts';
import check from '../../../../synth/checks/isolation/rewritten-addresses.ts';
import { core, lab, platform, scratch } from '../scratch.ts';
import { twin } from '../twin.ts';

const { refuses, takes } = twin(check);
const submission = { port: 587, protocol: 'tcp', owner: 'Mailcow' } as const;
const machines = [{ ...core, ports: [...core.ports, submission] }, lab];

/** The wiki, with an edge of its own making to some addresses. */
const reaching = (port: number, ...cidrs: string[]) =>
  scratch({
    platform: { machines },
    add: ({ wiki }) => wiki.web.reach({ name: 'outside', peers: [{ cidrs: cidrs as never, ports: [{ port }] }] }),
  });

takes('our own web with Traefik behind it', () => scratch({ add: ({ wiki }) => wiki.web.reach(ownWeb(platform)) }));
takes('a port that nobody rewrites', () => reaching(2222, publicAddress(platform, 'core-prod')));
takes('the whole internet, of which ours is no more than a part', () => reaching(443, '0.0.0.0/0'));
takes('a mail port with Docker’s network behind it', () =>
  reaching(587, publicAddress(platform, 'core-prod'), platform.network.docker),
);

refuses(
  'our own public address alone',
  () => reaching(443, publicAddress(platform, 'core-prod')),
  'an edge leads to an address whose packets are sent on before a policy is asked, and not to who answers, got tcp/443 of core-prod (public)',
);

refuses(
  'a mail port of the public address alone',
  () => reaching(587, publicAddress(platform, 'core-prod')),
  'got tcp/587 of core-prod (public)',
);
