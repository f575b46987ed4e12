import { apacheSite } from '../../../../constructs/web/apache-site.ts';
import check from '../../../../synth/checks/doors/web-server-redirects.ts';
import { host } from '../../../support/platform.ts';
import { Scratch, scratch } from '../scratch.ts';
import { twin } from '../twin.ts';

const { refuses, takes } = twin(check);
const server = {
  entrypoint: ['start.sh', 'apache2-foreground'],
  image: 'shop:1.2.3',
  relax: { ownHosts: 'it only says its own name' },
} as const;
const site = apacheSite(host('shop.uyoop.fr'), '/var/www/html');
const published = (props: ConstructorParameters<typeof Scratch>[2]) => () =>
  scratch({ add: ({ prod }) => new Scratch(prod, 'shop', props).publish('shop.uyoop.fr') });

takes('an Apache with a site that bears its scheme', published({ ...server, files: site }));
takes('an Apache that no route leads to', () => scratch({ add: ({ prod }) => new Scratch(prod, 'shop', server) }));
takes('another web server', published({ image: 'nginx:1.2.3' }));

refuses(
  'one that is started by its name',
  published(server),
  'Apache sends its visitors to http:// whenever it redirects by itself, got shop:1.2.3 without a site of its own',
);

refuses('one by its image', published({ image: 'shop:1.2.3-apache' }), 'got shop:1.2.3-apache without');

const path = '/etc/apache2/sites-available/000-default.conf';

refuses(
  'a name outside the VirtualHost, which Apache does not hear',
  published({ ...server, files: { [path]: 'ServerName https://shop.uyoop.fr\n<VirtualHost *:80>\n</VirtualHost>\n' } }),
  'Apache sends its visitors',
);

refuses(
  'a name without a scheme',
  published({ ...server, files: { [path]: (site[path] as string).replace('https://', '') } }),
  'Apache sends its visitors',
);
