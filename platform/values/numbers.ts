import { valueKind } from './value-kind.ts';

const whole = (from: number, to: number) => (value: unknown) =>
  typeof value === 'number' && Number.isInteger(value) && value >= from && value <= to ? value : undefined;

/** A TCP or UDP port. */
export const port = valueKind(
  { what: 'port', rule: 'a whole number from 1 to 65535', reader: 'Kubernetes' },
  whole(1, 65_535),
  (value) => (typeof value === 'string' && /^\d+$/.test(value) ? whole(1, 65_535)(Number(value)) : undefined),
);

/** The number of a user or a group that is not root. */
export const userId = valueKind(
  { what: 'user', rule: "a whole number from 1 to 2147483647, or 'root'", reader: 'Kubernetes' },
  whole(1, 2 ** 31 - 1),
);

/** The number of a group; 0 is root's. */
export const groupId = valueKind(
  { what: 'group', rule: 'a whole number from 0 to 2147483647', reader: 'Kubernetes' },
  whole(0, 2 ** 31 - 1),
);

/** Days. */
export const days = valueKind(
  { what: 'number of days', rule: 'a whole number, 1 at least', reader: 'OVH' },
  whole(1, 36_500),
);

/** Days after which a secret is due; 0: at once. */
export const dueAfter = valueKind(
  { what: 'number of days', rule: 'a whole number from 0 to 36500', reader: 'npm run secrets' },
  whole(0, 36_500),
);

/** Seconds that something may take. */
export const seconds = valueKind(
  { what: 'number of seconds', rule: 'a whole number from 1 to 2147483647', reader: 'Kubernetes' },
  whole(1, 2 ** 31 - 1),
);

/** Characters of a secret that is made: of letters and digits, 16 are 95 bits. */
export const secretLength = valueKind(
  { what: 'length of a secret', rule: 'a whole number from 16 to 512', reader: 'whoever guesses' },
  whole(16, 512),
);

/** The size of an RSA key. */
export const keyBits = valueKind(
  { what: 'size of an RSA key', rule: '2048, 3072 or 4096', reader: 'Authelia' },
  (value) => ([2048, 3072, 4096].includes(value as number) ? (value as number) : undefined),
);

/** Seconds between two signs of life. */
export const keepalive = valueKind(
  { what: 'keepalive', rule: 'a whole number of seconds from 1 to 65535', reader: 'WireGuard' },
  whole(1, 65_535),
);

/** Hours. */
export const hours = valueKind(
  { what: 'number of hours', rule: 'a whole number from 1 to 8760', reader: 'the alert of a late backup' },
  whole(1, 8760),
);

/** How many of a thing are kept; 0: none. */
export const kept = valueKind(
  { what: 'number of backups', rule: 'a whole number from 0 to 4096', reader: 'restic' },
  whole(0, 4096),
);

/** The value of a kernel setting. */
export const sysctlValue = valueKind(
  { what: 'value of a kernel setting', rule: 'a whole number from 0 to 2147483647', reader: 'sysctl' },
  whole(0, 2 ** 31 - 1),
);

/** How many there are. */
export const count = valueKind(
  { what: 'number', rule: 'a whole number, 1 at least', reader: 'arithmetic' },
  whole(1, 4096),
);

/** The largest packet of a mesh. IPv6 wants 1280. */
export const mtu = valueKind(
  { what: 'MTU', rule: 'a whole number from 1280 to 1500', reader: 'WireGuard' },
  whole(1280, 1500),
);

/** A phase of the platform. */
export const phase = valueKind({ what: 'phase', rule: '1, 2 or 3', reader: 'this model' }, whole(1, 3));
