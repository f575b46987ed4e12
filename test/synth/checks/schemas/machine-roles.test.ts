import check from '../../../../synth/checks/schemas/machine-roles.ts';
import { core, lab, onPlatform, platform } from '../scratch.ts';
import { twin } from '../twin.ts';

const { refuses, takes } = twin(check);

refuses(
  'no server',
  () => onPlatform({ machines: [{ ...core, role: 'agent' }, lab] }),
  '0 servers from phase 1 on; K3s wants exactly one, got none',
);
refuses(
  'two servers',
  () => onPlatform({ machines: [core, { ...lab, role: 'server', fromPhase: 1 }] }),
  '2 servers from phase 1 on; K3s wants exactly one, got core-prod, ai-lab',
);
takes('a second one that only comes later', () => onPlatform({ machines: [core, { ...lab, role: 'server' }] }));
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
