import check from '../../../../synth/checks/backups/unclaimed-states.ts';
import { states } from '../../../support/platform.ts';
import { core, lab, platform, scratch } from '../scratch.ts';
import { twin } from '../twin.ts';

const { refuses, takes } = twin(check);
const reserved = (change: Partial<(typeof core.reserved)[number]>) => ({
  machines: [{ ...core, reserved: core.reserved.map((one) => ({ ...one, ...change })) }, lab],
});
const { drive, ...buckets } = platform.buckets;
const { backup: _, ...uncopied } = drive;

refuses(
  'the mail host’s, which runs beside the cluster',
  () => scratch({ platform: reserved({ states: states.filter(({ of }) => of !== 'Mailcow') }) }),
  'what Mailcow keeps on core-prod is saved by nobody, and nobody is told, got K3s',
);

refuses(
  'that of a system which has room reserved',
  () => scratch({ platform: reserved({ systems: ['CrowdSec'] }) }),
  'what CrowdSec keeps on core-prod is saved by nobody, and nobody is told, got K3s, Mailcow, Mailcow',
);

refuses(
  'a bucket’s: what is deleted there is deleted',
  () => scratch({ platform: { buckets: { ...buckets, drive: uncopied } } }),
  'there is no second copy, got one copy in GRA',
);

takes('that of a storage class, which is volumes', () =>
  scratch({ platform: reserved({ systems: ['K3s', 'local-path or Longhorn'] }) }),
);
