import type { MachineFacts, Owner, Platform } from '../../../../platform/types.ts';
import check from '../../../../synth/checks/schemas/facts.ts';
import { core, lab, onPlatform, platform } from '../scratch.ts';
import { twin } from '../twin.ts';

const { refuses, takes } = twin(check);
const { owner } = platform;
const owned = (change: object) => () => onPlatform({ owner: { ...owner, ...change } as Owner });
const known = (change: Partial<MachineFacts>) => {
  const facts = { ...(owner.machines['core-prod'] as MachineFacts), ...change };
  return owned({ machines: { ...owner.machines, 'core-prod': facts } });
};
const machine = (change: object) => () => onPlatform({ machines: [{ ...core, ...change }, lab] });
const signed = (dkim: string) => () =>
  onPlatform({ zones: { ...platform.zones, 'uyoop.fr': { mail: true, dkim } } as Platform['zones'] });
const repository = (change: object) => owned({ repository: { ...owner.repository, ...change } });
const network = (change: object) => () => onPlatform({ network: { ...platform.network, ...change } });

refuses(
  'an empty DKIM key, which revokes',
  signed(''),
  'zones.uyoop.fr.dkim: no DKIM public key (receiving mail servers reads it)',
);
refuses('a PEM instead of a DKIM key', signed('-----BEGIN PUBLIC KEY-----'), 'no DKIM public key');
refuses('a whole DKIM record', signed('v=DKIM1; k=rsa; p=MIGf'), 'no DKIM public key');
takes('a DKIM key that is still to come', signed('PLACEHOLDER+uyoop'));
refuses(
  'an IPv6 address that is none',
  known({ ipv6: 'not-an-address' }),
  'machines.core-prod.ipv6: no public IPv6 address',
);
refuses('an IPv4 address above 255', known({ ipv4: '192.0.2.310' }), "got '192.0.2.310'");
refuses('a private address as a public one', known({ ipv4: '10.8.0.1' }), 'no public IPv4 address');
refuses(
  'an empty name at OVH, which would buy',
  known({ serviceName: '' }),
  "machines.core-prod.serviceName: no server's name at OVH",
);
refuses('a WireGuard key cut short', known({ wireguardKey: 'AAAA' }), 'no WireGuard public key');
refuses('a project that is none', owned({ ovh: { ...owner.ovh, cloudProject: 'mine' } }), 'ovh.cloudProject');
refuses('a subsidiary that is none', owned({ ovh: { ...owner.ovh, subsidiary: 'fr' } }), 'ovh.subsidiary');
refuses(
  'a group that is no number',
  repository({ gitlabGroup: 'uyoop' }),
  'repository.gitlabGroup: no number at GitLab',
);
refuses('an address with a login', repository({ url: 'https://me:pw@gitlab.com/a/b.git' }), 'repository.url');
refuses('a branch that Git refuses', repository({ branch: 'a..b' }), 'repository.branch');
refuses('mail to nobody', owned({ acmeMail: 'nobody' }), 'acmeMail: no e-mail address');
refuses('memory with a unit that is none', machine({ memory: '8GB' }), "machine 'core-prod'.memory: no size");
refuses(
  'a reservation without a unit',
  machine({ reserved: [{ name: 'system', cpu: '1', memory: '1Gi', disk: '10' }] }),
  'reserved for system: disk',
);
refuses('half a core', machine({ cores: 0.5 }), "machine 'core-prod'.cores");
refuses(
  'a port above the last',
  machine({ ports: [...core.ports, { port: 70_000, protocol: 'tcp', owner: 'SSH' }] }),
  'port of SSH',
);
refuses('a network that begins in its middle', network({ pods: '10.42.1.0/16' }), 'network.pods: no private network');
refuses('an MTU that IPv6 does not take', network({ mtu: 1000 }), 'network.mtu: no MTU');
refuses(
  'a host with its scheme',
  () => onPlatform({ forgeHost: 'https://git.uyoop.fr' as never }),
  'forgeHost: no host name',
);
refuses(
  'a region in lower case',
  () => onPlatform({ buckets: { ...platform.buckets, ci: { ...platform.buckets.ci, region: 'gra' } } }),
  'buckets.ci.region',
);

const reserved = (change: object) => machine({ reserved: core.reserved.map((one) => ({ ...one, ...change })) });
const stated = (change: object) =>
  reserved({ states: core.reserved.flatMap(({ states = [] }) => states).map((one) => ({ ...one, ...change })) });
const bucket = (change: object) => () =>
  onPlatform({ buckets: { ...platform.buckets, drive: { ...platform.buckets.drive, ...change } } });

refuses('a name that breaks a table', reserved({ name: 'K3s | all' }), "got 'K3s | all'");
refuses('a path of a machine that climbs', stated({ paths: ['/var/../etc'] }), 'paths: no path of a machine');
refuses('a path of a machine that is a pattern', stated({ paths: ['/var/{{ x }}'] }), "got '/var/{{ x }}'");
refuses(
  "a dump by docker's own template",
  stated({ dump: "docker ps --format '{{.Names}}'" }),
  'no command of a machine',
);
refuses('a size without its unit', stated({ size: '9' }), 'size: no');
refuses(
  'a mode of MTA-STS that no server knows',
  () => onPlatform({ mail: { ...platform.mail, mtaSts: { mode: 'on' as never, maxAgeSeconds: 3600 } } }),
  'mail.mtaSts.mode',
);
refuses('a purpose on two lines', bucket({ purpose: 'files\nand more' }), 'buckets.drive.purpose: no name to be shown');
refuses(
  'an owner of a port in a right-to-left mark',
  machine({ ports: core.ports.map((one) => ({ ...one, owner: 'SSH\u202e' })) }),
  'no name to be shown',
);
