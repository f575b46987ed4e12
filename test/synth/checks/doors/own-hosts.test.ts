import check from '../../../../synth/checks/doors/own-hosts.ts';
import { onPlatform, platform } from '../scratch.ts';
import { twin } from '../twin.ts';

const { refuses } = twin(check);

refuses(
  'the mail host',
  () => onPlatform({ mail: { ...platform.mail, host: 'mail.uyoop.net' as never } }),
  "platform/uyoop.ts mail.host: host 'mail.uyoop.net' is in no zone we own, got zones uyoop.fr, uyoop.com, cjenti.com, cjenti.fr",
);

refuses(
  'a portal',
  () => onPlatform({ portals: ['auth.notuyoop.fr' as never] }),
  "platform/uyoop.ts portals: host 'auth.notuyoop.fr' is in no zone we own",
);
