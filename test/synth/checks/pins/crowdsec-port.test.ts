import check from '../../../../synth/checks/pins/crowdsec-port.ts';
import { onPlatform, platform } from '../scratch.ts';
import { twin } from '../twin.ts';

const { refuses } = twin(check);

refuses(
  'one that no entry of its machine names',
  () => onPlatform({ crowdsec: { ...platform.crowdsec, port: 8090 } }),
  "platform/uyoop.ts crowdsec: machine 'core-prod' does not list port 8090 on 10.8.0.1, where CrowdSec's local API listens, got on 10.8.0.1: 6443, 8080",
);
