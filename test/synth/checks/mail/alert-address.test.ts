import check from '../../../../synth/checks/mail/alert-address.ts';
import { onPlatform, platform } from '../scratch.ts';
import { twin } from '../twin.ts';

const { refuses, takes } = twin(check);
const alerting = (alertMail: string) => () => onPlatform({ owner: { ...platform.owner, alertMail } });

refuses('our own zone', alerting('alerts@uyoop.fr'), "nobody would hear that mail is down, got 'alerts@uyoop.fr'");
refuses('a name below one', alerting('alerts@mail.cjenti.com'), 'platform/owner.ts alertMail');
takes('somebody else', alerting('alerts@example.org'));
