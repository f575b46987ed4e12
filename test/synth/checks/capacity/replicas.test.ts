import check from '../../../../synth/checks/capacity/replicas.ts';
import { core, lab, onPlatform } from '../scratch.ts';
import { twin } from '../twin.ts';

const { refuses, takes } = twin(check);
const longhorn = { storage: 'longhorn', phase: 3 } as const;

refuses('Longhorn in phase 2', () => onPlatform({ ...longhorn, phase: 2 }), "got storage 'longhorn' in phase 2");

refuses(
  'fewer machines than copies',
  () => onPlatform({ ...longhorn, machines: [core] }),
  'Longhorn keeps 2 copies of a volume, each on its own machine: every volume would stay degraded, got 1 of them (core-prod)',
);

refuses(
  'more copies than machines',
  () => onPlatform({ ...longhorn, storageReplicas: 3 }),
  'got 2 of them (core-prod, ai-lab)',
);

takes('a machine of a later phase that has come', () =>
  onPlatform({ ...longhorn, machines: [core, { ...lab, fromPhase: 3 }] }),
);
