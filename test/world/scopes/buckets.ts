import { type Kind, open, right, wrong } from '../kinds/kind.ts';
import { positives } from '../kinds/numbers.ts';
import { regions } from '../kinds/owner.ts';
import { schedules } from '../kinds/schedules.ts';
import { texts } from '../kinds/text.ts';
import { ofPlatform, type Scope } from '../scene.ts';
import type { Draft } from '../village.ts';

const bucket = (draft: Draft, name: string) =>
  (draft.buckets as unknown as Record<string, Record<string, unknown>>)[name] as Record<string, unknown>;
const daily = (draft: Draft) => draft.backups.daily as unknown as Record<string, unknown>;

const lockDays: Kind<number | undefined> = {
  name: 'lock',
  cases: [
    ...right<number | undefined>(35, 40, 90),
    ...wrong<number | undefined>('no span of days', -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY),
    ...wrong<number | undefined>('nobody, the owner included, can take it back', 3650, 36_500),
    ...wrong<number | undefined>('shorter than a tier wants', 0, 1, 13),
    ...wrong<number | undefined>('backups that anybody can delete', undefined),
  ],
};
const expireDays: Kind<number> = {
  name: 'expiry',
  cases: [...right(30, 90, 365), ...wrong('no span of days', -1, 0, 1.5, Number.NaN)],
};
const accesses: Kind<string> = {
  name: 'access',
  cases: [...right('read-write'), ...wrong('no such access', '', 'read', 'rw', 'Append'), ...open('append')],
};

const keeps: Kind<Readonly<Record<string, number>>> = {
  name: 'keep',
  cases: [
    ...right<Record<string, number>>({ daily: 14, weekly: 5, monthly: 12 }, { daily: 1, weekly: 0, monthly: 0 }),
    ...wrong<Record<string, number>>('nothing is kept', { daily: 0, weekly: 0, monthly: 0 }),
    ...wrong<Record<string, number>>(
      'no count',
      { daily: -1, weekly: 0, monthly: 0 },
      { daily: 1.5, weekly: 0, monthly: 0 },
      { daily: Number.NaN, weekly: 1, monthly: 1 },
    ),
  ],
};
const ages: Kind<number> = {
  name: 'age',
  cases: [
    ...right(25, 30, 48),
    ...wrong('late before the next one is due', 0, 1, -1, 23),
    ...wrong('no span of hours', Number.NaN, Number.POSITIVE_INFINITY, 1.5),
  ],
};

/** Where data and backups lie, and for how long: what is wrong here destroys, or can never be taken back. */
export const bucketScopes: readonly Scope[] = [
  ofPlatform(
    'buckets.drive.expireDays',
    { name: 'expiry', cases: wrong("users' files expire", 1, 30, 3650) },
    (draft, days) => {
      bucket(draft, 'drive').expireDays = days;
    },
    { place: 'drive' },
  ),
  ofPlatform(
    'buckets.drive.lockDays',
    { name: 'lock', cases: wrong('users could delete nothing', 1, 35) },
    (draft, days) => {
      bucket(draft, 'drive').lockDays = days;
    },
    { place: 'drive' },
  ),
  ofPlatform(
    'buckets.mail-archive.expireDays',
    { name: 'expiry', cases: wrong('mails expire', 1, 30) },
    (draft, days) => {
      bucket(draft, 'mail-archive').expireDays = days;
    },
    { place: 'mail-archive' },
  ),
  ofPlatform(
    'buckets.backup.expireDays',
    { name: 'expiry', cases: wrong('backups expire under restic', 1, 30) },
    (draft, days) => {
      bucket(draft, 'backup').expireDays = days;
    },
    { place: 'backup' },
  ),
  ofPlatform(
    'buckets.ci.expireDays',
    expireDays,
    (draft, days) => {
      bucket(draft, 'ci').expireDays = days;
    },
    { place: 'ci' },
  ),
  ofPlatform(
    'buckets.backup.lockDays',
    lockDays,
    (draft, days) => {
      bucket(draft, 'backup').lockDays = days;
    },
    { place: 'backup' },
  ),
  ofPlatform(
    'buckets.backup.access',
    { name: 'access', cases: wrong('whoever breaks in deletes the backups', 'read-write') },
    (draft, access) => {
      bucket(draft, 'backup').access = access;
    },
    { place: 'backup' },
  ),
  ofPlatform(
    'buckets.drive.access',
    accesses,
    (draft, access) => {
      bucket(draft, 'drive').access = access;
    },
    { place: 'drive' },
  ),
  ofPlatform(
    'buckets.drive.region',
    regions,
    (draft, region) => {
      bucket(draft, 'drive').region = region;
    },
    { place: 'region' },
  ),
  ofPlatform(
    'buckets.backup.region',
    { name: 'region', cases: wrong('one fire takes the data and its backup', 'GRA') },
    (draft, region) => {
      bucket(draft, 'backup').region = region;
    },
    { place: 'buckets.backup' },
  ),
  ofPlatform(
    'buckets.drive.purpose',
    texts,
    (draft, purpose) => {
      bucket(draft, 'drive').purpose = purpose;
    },
    { place: 'purpose', fits: ({ verdict }) => verdict === 'open' },
  ),
  ofPlatform(
    'backups.schedule',
    schedules,
    (draft, schedule) => {
      daily(draft).schedule = schedule;
    },
    {
      place: 'daily',
      fits: ({ value, verdict }) =>
        verdict !== 'right' || value === '30 4 * * 0' ? verdict !== 'right' : value === '0 3 * * *',
    },
  ),
  ofPlatform(
    'backups.maximumAgeHours',
    ages,
    (draft, hours) => {
      daily(draft).maximumAgeHours = hours;
    },
    { place: 'daily' },
  ),
  ofPlatform(
    'backups.keep',
    keeps,
    (draft, keep) => {
      daily(draft).keep = keep;
    },
    { place: 'daily' },
  ),
  ofPlatform(
    'backups.lockDays',
    positives,
    (draft, days) => {
      daily(draft).lockDays = days;
    },
    { place: 'daily', fits: ({ verdict, value }) => verdict === 'wrong' || value === 7 },
  ),
];
