/**
 * What must not compile. Nothing here runs: `tsc --noEmit` fails as soon as a line below an `@ts-expect-error` is accepted.
 * Each wrong line stands beside its right twin, so that it fails for the reason that is written.
 */

import { by } from '../../constructs/facts/by.ts';
import { noBackup } from '../../constructs/facts/claim.ts';
import type { PlatformApp } from '../../constructs/facts/platform-app.ts';
import { NamespaceChart } from '../../constructs/namespace/namespace.ts';
import { type Folder, scratch } from '../../constructs/pod/folder.ts';
import type { Relaxations } from '../../constructs/pod/hardening.ts';
import { random } from '../../constructs/secret/secret.ts';
import { MariaDb } from '../../constructs/state/mariadb.ts';
import { type Access, forwardAuth, open } from '../../constructs/web/access.ts';
import type { ExposureProps } from '../../constructs/web/exposure.ts';
import type { Platform, ZoneName } from '../../platform/types.ts';
import type { Bench } from '../support/bench.ts';
import { plain } from '../support/bench.ts';

export function refusedByTypes(app: PlatformApp, shop: Bench, platform: Platform, zone: ZoneName): unknown[] {
  const access = open('everything here is public');
  const claimedBy = 'its first start';
  const anyAccess = access as Access;
  const said = () => 'decided';
  const secrets = shop.secret('app', { token: random() });
  return [
    scratch('1Gi'),
    // @ts-expect-error a size without a unit
    scratch('1'),
    // @ts-expect-error a size in a decimal unit
    scratch('1GB'),
    // @ts-expect-error a size as a number
    scratch(1024),

    { host: `blog.${zone}`, access, claimedBy } satisfies ExposureProps,
    // @ts-expect-error a host in a zone that is not ours
    { host: 'blog.nobody.invalid', access, claimedBy } satisfies ExposureProps,
    // @ts-expect-error a host without anybody's say about access
    { host: `blog.${zone}`, claimedBy } satisfies ExposureProps,
    // @ts-expect-error a host whose first administrator may be anybody
    { host: `blog.${zone}`, access } satisfies ExposureProps,

    shop.volume('a', { size: '1Gi', backup: 'daily' }),
    shop.volume('b', { size: '1Gi', backup: noBackup('it is filled again by itself') }),
    // @ts-expect-error state without a backup tier
    shop.volume('c', { size: '1Gi' }),
    // @ts-expect-error a backup tier that does not exist
    shop.volume('d', { size: '1Gi', backup: 'yearly' }),
    // @ts-expect-error a database without a backup tier
    new MariaDb(shop, 'database', { size: '5Gi' }),

    secrets.token,
    // @ts-expect-error a key that was not declared
    secrets.password,

    shop.scheduled('job', { ...plain, schedule: '*/5 * * * *' }),
    // @ts-expect-error a schedule that is not made of five fields
    shop.scheduled('job', { ...plain, schedule: '@daily' }),

    shop.workload('web', plain),
    // @ts-expect-error an image without a tag
    shop.workload('web', { ...plain, image: 'ghost' }),
    // @ts-expect-error memory without a unit
    shop.workload('web', { ...plain, resources: { cpu: '100m', memory: '512' } }),
    // @ts-expect-error an endpoint by name instead of by object
    shop.workload('web', { ...plain, reaches: ['database'] }),
    // @ts-expect-error a relaxation without its reason
    shop.workload('web', { ...plain, relax: { writableRoot: true } }),
    { add: ['CHOWN'], reason: 'it asks for it' } satisfies Relaxations['capabilities'],
    // @ts-expect-error a capability that even the baseline forbids
    { add: ['SYS_ADMIN'], reason: 'it asks for it' } satisfies Relaxations['capabilities'],

    forwardAuth({ groups: ['admins'] }),
    // @ts-expect-error a group that Authelia does not know
    forwardAuth({ groups: ['everybody'] }),
    // @ts-expect-error an open host without its reason
    open(),

    by('kind', anyAccess, { 'forward-auth': said, oidc: said, open: said, portal: said, redirect: said }),
    // @ts-expect-error a kind of access that nobody decides about
    by('kind', anyAccess, { 'forward-auth': said, oidc: said, open: said, portal: said }),
    { state: undefined, mountedAt: scratch('1Gi').mountedAt } satisfies Folder,
    // @ts-expect-error a kind of folder that does not say whether it is state
    { mountedAt: scratch('1Gi').mountedAt } satisfies Folder,
    // @ts-expect-error a kind of folder that cannot be mounted
    { state: undefined } satisfies Folder,

    new NamespaceChart(app, 'a', { tier: 'prod' }),
    // @ts-expect-error a tier that does not exist
    new NamespaceChart(app, 'b', { tier: 'staging' }),

    { ...platform, phase: 3 } satisfies Platform,
    // @ts-expect-error a phase that does not exist
    { ...platform, phase: 4 } satisfies Platform,
    // @ts-expect-error an engine that we do not have
    { ...platform, gitops: 'helmfile' } satisfies Platform,
  ];
}
