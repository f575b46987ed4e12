import { open } from '../../../../constructs/web/access.ts';
import check from '../../../../synth/checks/doors/foreign-hosts.ts';
import { publish } from '../routes.ts';
import { twin } from '../twin.ts';

const { refuses, takes } = twin(check);
const zones = 'zones uyoop.fr, uyoop.com, cjenti.com, cjenti.fr';

refuses(
  'an open one',
  () => publish('wiki.example.org', open('types do not stop plain JavaScript')),
  `host 'wiki.example.org' is in no zone we own, got ${zones}`,
);

refuses(
  'a guarded one, which no portal serves either, told once',
  () => publish('wiki.example.org'),
  "host 'wiki.example.org' is in no zone we own",
);

refuses('one that only ends like a zone', () => publish('notuyoop.fr'), "host 'notuyoop.fr' is in no zone we own");

takes('a second host', () => publish('second.uyoop.fr'));
