import check from '../../../../synth/checks/doors/portal-cookies.ts';
import { publish } from '../routes.ts';
import { twin } from '../twin.ts';

const { refuses } = twin(check);

refuses(
  'a host in a zone without a portal',
  () => publish('wiki.cjenti.com'),
  "no portal can log users in at 'wiki.cjenti.com', got cookie domains uyoop.fr",
);
