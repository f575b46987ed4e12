import type { PlatformApp } from '../../constructs/facts/platform-app.ts';
import type { SealedStore } from '../../constructs/facts/sealed-store.ts';
import { NamespaceChart } from '../../constructs/namespace/namespace.ts';
import { Nextcloud } from '../../constructs/services/nextcloud/nextcloud.ts';
import type { Machine, Platform } from '../../platform/types.ts';
import { filesOf } from '../../synth/command/synth-command.ts';
import type { Files } from '../../synth/model/files.ts';
import { modelOf } from '../support/composed.ts';
import { fixture, host, loft, quay } from '../support/platform.ts';
import { everythingSealed } from '../support/sealed.ts';
import { type TownProps, townWith } from '../support/town.ts';
import { Gallery, type GalleryProps } from './gallery.ts';

/** What a merge request finds and what it leaves, as synth writes both. */
export interface Request {
  readonly before: Files;
  readonly after: Files;
}

/** The town in phase 3, as files. */
function town(props: TownProps = {}): Files {
  const { platform = {}, sealed = everythingSealed, add } = props;
  return filesOf(modelOf(townWith({ platform, sealed, add })));
}

const gallery = (props?: GalleryProps) => (app: PlatformApp) => {
  new Gallery(new NamespaceChart(app, 'prod-gallery', { tier: 'prod' }), 'gallery', props);
};

const cloud = (app: PlatformApp) => {
  new Nextcloud(new NamespaceChart(app, 'prod-cloud', { tier: 'prod' }), 'nextcloud', {
    host: host('drive.lantern.example'),
  });
};

/** What a bot does: a version in every place that names it. Both are named here, so that ours may move on. */
const withImage = (files: Files, image: string, version: string): Files =>
  new Map(
    [...files].map(([path, text]) => [
      path,
      text.replaceAll(new RegExp(`image: ${image}:\\S+`, 'g'), `image: ${image}:${version}`),
    ]),
  );

const attic: Machine = {
  ...quay,
  ...{ name: 'attic', role: 'agent', fromPhase: 2, mesh: '10.77.0.3', ingress: false },
  ports: loft.ports.map((port) => (port.address === undefined ? port : { ...port, address: '10.77.0.3' })),
  order: { ...quay.order, reason: 'the second machine of prod' },
};
const three: Partial<Platform> = { machines: [quay, loft, attic] };

/** One value of the store is another ciphertext. */
const resealed: SealedStore = new Proxy<SealedStore>(
  {},
  {
    get: (_, home) => {
      const entry = everythingSealed[String(home)];
      return home === 'prod-shop/shop-mail' ? { encryptedData: { password: 'AgAnotherCiphertext' } } : entry;
    },
  },
);

/** Twelve merge requests as a platform of this size sees them, by the name of their report. */
export const requests: Readonly<Record<string, () => Request>> = {
  'bump-nextcloud': () => {
    const files = town({ add: cloud });
    return {
      before: withImage(files, 'nextcloud', '33.0.4-apache'),
      after: withImage(files, 'nextcloud', '34.0.1-apache'),
    };
  },
  'add-a-service': () => ({ before: town(), after: town({ add: gallery() }) }),
  'open-a-port': () => {
    const opened: Machine = { ...quay, ports: [...quay.ports, { port: 5432, protocol: 'tcp', owner: 'PostgreSQL' }] };
    return { before: town(), after: town({ platform: { machines: [opened, loft] } }) };
  },
  'drop-a-backup-tier': () => ({
    before: town({ add: gallery() }),
    after: town({ add: gallery({ backup: 'weekly' }) }),
  }),
  'rename-a-host': () => ({
    before: town({ add: gallery() }),
    after: town({ add: gallery({ host: 'pictures.harbour.example' }) }),
  }),
  'move-a-service': () => ({
    before: town({ platform: three, add: gallery() }),
    after: town({ platform: three, add: gallery({ node: 'attic' }) }),
  }),
  'lower-retention': () => {
    const { backup, ...buckets } = fixture.buckets;
    return {
      before: town(),
      after: town({ platform: { buckets: { ...buckets, backup: { ...backup, lockDays: 14 } } } }),
    };
  },
  'enter-phase-2': () => ({ before: town({ platform: { phase: 1 } }), after: town({ platform: { phase: 2 } }) }),
  'switch-the-engine': () => ({ before: town(), after: town({ platform: { gitops: 'argocd' } }) }),
  'delete-a-service': () => ({ before: town({ add: gallery() }), after: town() }),
  'rotate-a-sealed-value': () => ({
    before: town({ platform: { phase: 2 } }),
    after: town({ platform: { phase: 2 }, sealed: resealed }),
  }),
  'add-a-machine': () => ({ before: town(), after: town({ platform: three }) }),
};
