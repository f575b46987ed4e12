import { internet, mailSubmission, ownWeb } from '../../../../constructs/network/endpoint.ts';
import type { WorkloadProps } from '../../../../constructs/pod/workload.ts';
import check from '../../../../synth/checks/isolation/unreached-hosts.ts';
import { platform, rewritten, Scratch, scratch } from '../scratch.ts';
import { twin } from '../twin.ts';

const { refuses, takes } = twin(check);

/** One service more beside the wiki. */
const beside = (props: Partial<WorkloadProps>) => () =>
  scratch({ add: ({ prod }) => new Scratch(prod, 'leaflet', props) });
const got = (host: string) =>
  `prod-web/leaflet/workload-web/deployment: prod-web/leaflet names a host of ours that it cannot reach, got ${host}`;

refuses(
  "a DB_HOST without an edge, by the database's whole name",
  beside({ env: { DB_HOST: 'wiki-database.prod-web.svc.cluster.local' } }),
  got('prod-web/wiki-database'),
);

refuses('by its short name', beside({ env: { DB_HOST: 'wiki-database.prod-web' } }), got('prod-web/wiki-database'));
refuses('by its name alone', beside({ env: { DB_HOST: 'wiki-database' } }), got('prod-web/wiki-database'));

refuses(
  'an address with a user in it',
  beside({ args: ['--dsn=mysql://leaflet@wiki-database:3306/wiki'] }),
  got('prod-web/wiki-database'),
);

refuses(
  'a file that names a program of another namespace',
  beside({ files: { '/etc/leaflet.yml': 'upstream: http://lab.ai-lab.svc:8080/\n' } }),
  got('ai-lab/lab'),
);

refuses(
  'an edge to the internet that is taken for one to our own public names',
  beside({ env: { SITE: 'https://wiki.uyoop.fr/page' }, reaches: [internet.https] }),
  got('wiki.uyoop.fr'),
);

refuses('our mail host without an edge', beside({ env: { SMTP: 'mail.cjenti.com:587' } }), got('mail.cjenti.com'));

refuses(
  'an edge whose other half is lost',
  () =>
    rewritten(
      scratch({
        add: ({ prod, wiki }) =>
          new Scratch(prod, 'leaflet', { env: { DB_HOST: wiki.database.host }, reaches: [wiki.database] }),
      }),
      ({ kind, metadata, spec }) => {
        if (kind === 'NetworkPolicy' && metadata.name.endsWith('leaflet-to-wiki-database')) spec.egress = [];
      },
    ),
  got('prod-web/wiki-database'),
);

takes('a host that an edge leads to', () =>
  scratch({
    add: ({ prod, wiki }) =>
      new Scratch(prod, 'leaflet', { env: { DB_HOST: wiki.database.host }, reaches: [wiki.database] }),
  }),
);

takes(
  'a public name and the mail host with their edges',
  beside({
    env: { SITE: 'https://wiki.uyoop.fr', SMTP: 'mail.cjenti.com:587' },
    reaches: [ownWeb(platform), mailSubmission(platform)],
  }),
);

takes(
  'a public name in links that nobody calls, with the reason',
  beside({ env: { SITE: 'https://wiki.uyoop.fr' }, relax: { ownHosts: 'it prints the address on paper' } }),
);

takes(
  'a word that is no host, a mail address, strangers, and the pod itself',
  beside({
    env: { DB_NAME: 'wiki', FROM: 'leaflet@uyoop.fr', API: 'https://example.org', SELF: 'http://leaflet:8080' },
  }),
);
