import check from '../../../../synth/checks/schemas/machine-roles.ts';
import { core, lab, onPlatform, platform } from '../scratch.ts';
import { twin } from '../twin.ts';

const { refuses } = twin(check);

refuses(
  'no server',
  () => onPlatform({ machines: [{ ...core, role: 'agent' }, lab] }),
  "0 machines with role 'server'; K3s wants exactly one, from phase 1 on, got none",
);
refuses(
  'two servers',
  () => onPlatform({ machines: [core, { ...lab, role: 'server', fromPhase: 1 }] }),
  'got core-prod from phase 1, ai-lab from phase 1',
);
refuses(
  'a second one that comes later: it would want another datastore than the first',
  () => onPlatform({ machines: [core, { ...lab, role: 'server' }] }),
  'got core-prod from phase 1, ai-lab from phase 2',
);
refuses(
  'no machine that answers',
  () => onPlatform({ machines: [{ ...core, ingress: false }, lab] }),
  'nothing would answer on 80 and 443, got no machine with ingress',
);
refuses(
  'mail on no machine',
  () => onPlatform({ mail: { ...platform.mail, machine: 'elsewhere' } }),
  "platform/uyoop.ts mail.machine: mail.machine is no machine that is there, got 'elsewhere' (there are core-prod, ai-lab)",
);
refuses(
  'mail on a machine of a later phase',
  () => onPlatform({ phase: 1, mail: { ...platform.mail, machine: 'ai-lab' } }),
  "mail.machine is no machine that is there, got 'ai-lab' (there are core-prod)",
);
refuses(
  'CrowdSec on no machine, told once',
  () => onPlatform({ crowdsec: { ...platform.crowdsec, machine: 'elsewhere' } }),
  'platform/uyoop.ts crowdsec.machine: crowdsec.machine is no machine that is there',
);
