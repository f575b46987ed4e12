import { images } from '../../../../platform/versions.ts';
import check from '../../../../synth/checks/hosts/mail-host.ts';
import type { DockerContract, MailcowContract } from '../../../../synth/model/machine-contract.ts';
import { twin } from '../twin.ts';
import { listing, told } from './told.ts';

const { refuses } = twin(check);
const toldMail = (words: Partial<MailcowContract>) => () =>
  told('core-prod', ({ mailcow }) => ({ mailcow: mailcow && { ...mailcow, ...words } }));
const toldDaemon = (words: object) => () =>
  told('core-prod', ({ docker }) => ({
    docker: docker && { ...docker, daemon: { ...docker.daemon, ...words } },
  }));

refuses('its version', toldMail({ version: '2020-01' }), 'hosts/core-prod: its version is not ');
refuses('the address that its name leads to', toldMail({ address: '192.0.2.99' }), 'its address is not "192.0.2.10"');
refuses(
  'where old mails go',
  () =>
    told('core-prod', ({ mailcow }) => ({
      mailcow: mailcow && { ...mailcow, archive: { ...mailcow.archive, days: 1 } },
    })),
  'hosts/core-prod: its archive is not {"days":',
);
refuses('its own name', toldMail({ host: 'mx.example.org' }), 'hosts/core-prod: its host is not "mail.cjenti.com"');
refuses(
  'its network where no policy looks for it',
  toldMail({ network: '172.23.1.0/24' }),
  'hosts/core-prod: its network is not "172.22.1.0/24", got "172.23.1.0/24"',
);
refuses(
  'which address of that network stands for every pod',
  toldMail({ gateway: '172.22.1.254' }),
  'hosts/core-prod: its gateway is not "172.22.1.1", got "172.22.1.254"',
);
refuses('a zone', toldMail({ zones: [] }), 'its zones is not [{"name":"uyoop.fr"');
refuses('a name', toldMail({ names: ['webmail.uyoop.fr'] }), 'its names is not []');
refuses(
  'a mailbox',
  toldMail({
    mailboxes: [{ address: 'root@uyoop.fr', secret: { namespace: 'prod-web', name: 'ghost', key: 'password' } }],
  }),
  'its mailboxes is not []',
);
refuses(
  'whom strangers write to',
  () =>
    told('core-prod', ({ mailcow }) => ({
      mailcow: mailcow && {
        ...mailcow,
        aliases: mailcow.aliases.filter(({ address }) => !/^webmaster@/.test(address)),
      },
    })),
  'its aliases is not [{"address":"postmaster@',
);
refuses('its policy for TLS', toldMail({ mtaSts: { mode: 'enforce', maxAgeSeconds: 1 } }), 'its mtaSts is not ');
refuses(
  'its certificate',
  toldMail({ certificate: { namespace: 'prod-web', name: 'mailcow-tls' } }),
  'its certificate is not {"namespace":"prod-mail","name":"mailcow-tls"}',
);
refuses(
  'the proxy by which pods reach its web',
  toldDaemon({ 'userland-proxy': false }),
  'hosts/core-prod: its userland-proxy is not true, got false',
);
refuses(
  'the names in its log lines',
  () => told('core-prod', ({ docker }) => ({ docker: docker && { ...docker, tag: '.ID' } })),
  'hosts/core-prod: its tag is not ".Name", got ".ID"',
);
refuses(
  'to be on another machine as well',
  () => told('ai-lab', () => ({ docker: { tag: '.Name', daemon: {} as DockerContract['daemon'] } })),
  'hosts/ai-lab: docker runs on the mail host alone, got told to run it',
);
refuses(
  "what measures Docker's containers",
  () => {
    const page = { port: 9180, protocol: 'tcp', owner: 'cAdvisor', address: '10.8.0.1' } as const;
    const model = listing('core-prod', (ports) => [...ports, page]);
    const contracts = model.contracts.map((one) => ({
      ...one,
      ...(one.cadvisor && { cadvisor: { ...one.cadvisor, image: 'cadvisor:v1' } }),
    }));
    return { ...model, contracts };
  },
  `hosts/core-prod: its image is not "${images.cadvisor}", got "cadvisor:v1"`,
);
