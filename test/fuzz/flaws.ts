import { ApiObject } from 'cdk8s';
import { noBackup } from '../../constructs/facts/claim.ts';
import type { PlatformApp } from '../../constructs/facts/platform-app.ts';
import { forwardAuth } from '../../constructs/index.ts';
import { NamespaceChart } from '../../constructs/namespace/namespace.ts';
import type { Tier } from '../../platform/types.ts';
import type { Model } from '../../synth/model/model.ts';
import { Bench, plain } from '../support/bench.ts';
import type { Fields } from '../support/manifests.ts';
import { object, podsCalled, rewritten } from '../synth/checks/scratch.ts';
import type { Draft } from '../world/village.ts';
import type { Plan } from './plan.ts';

/** One thing that is wrong with a platform, and the check that says so. */
export interface Flaw {
  /** The check's number. */
  readonly check: number;
  /** Where it can be wrong. Default: everywhere. */
  readonly fits?: (plan: Plan) => boolean;
  /** Changes facts before anything is built. */
  readonly facts?: (draft: Draft) => void;
  /** Puts something more there. */
  readonly add?: (app: PlatformApp) => void;
  /** Changes what was made. */
  readonly made?: (model: Model) => Model;
}

/** A service of its own, in a namespace of its own. */
const service = (make: (shop: Bench, chart: NamespaceChart) => void, tier: Tier = 'prod') => ({
  add: (app: PlatformApp) => {
    const chart = new NamespaceChart(app, 'spoiled', { tier });
    make(new Bench(chart, 'flawed'), chart);
  },
});

/** An object by hand, as the way out of the constructs. */
const raw = (manifest: Record<string, unknown>) =>
  service((shop, chart) => {
    shop.workload('web', plain);
    object(chart, { metadata: { name: 'by-hand', namespace: 'spoiled' }, ...manifest });
  });

/** A workload of ours of which somebody changed what is written. */
const edited = (change: (pod: Fields) => void) => ({
  ...service((shop) => shop.workload('web', plain)),
  made: (model: Model): Model =>
    rewritten(model, ({ kind, metadata, spec }) => {
      if (kind === 'Deployment' && metadata.namespace === 'spoiled') change(spec.template.spec);
    }),
});

const [quay, loft] = [0, 1].map((at) => (draft: Draft) => draft.machines[at] as Draft['machines'][number]) as [
  (draft: Draft) => Draft['machines'][number],
  (draft: Draft) => Draft['machines'][number],
];

export const flaws: Record<string, Flaw> = {
  'more memory than a machine has': {
    check: 1,
    ...service((shop) => shop.workload('web', { ...plain, resources: { cpu: '100m', memory: '4096Gi' } })),
  },
  'more cores than a machine has': {
    check: 1,
    ...service((shop) => shop.workload('web', { ...plain, resources: { cpu: '900', memory: '64Mi' } })),
  },
  'a volume larger than the disk': {
    check: 1,
    ...service((shop) =>
      shop.workload('web', {
        ...plain,
        volumes: { '/data': shop.volume('data', { size: '90000Gi', backup: 'daily' }) },
      }),
    ),
  },
  'a host in nobody’s zone': {
    check: 2,
    fits: ({ whole }) => whole,
    ...service((shop) =>
      shop.expose(shop.workload('web', plain), {
        host: 'shop.elsewhere.org',
        access: forwardAuth({ groups: ['users'] }),
      }),
    ),
  },
  'a host that somebody else has': {
    check: 2,
    fits: ({ whole }) => whole,
    ...service((shop) =>
      shop.expose(shop.workload('web', plain), {
        host: 'metrics.harbour.example',
        access: forwardAuth({ groups: ['users'] }),
      }),
    ),
  },
  'a way from dev to prod': {
    check: 3,
    fits: ({ phase }) => phase > 1,
    add: (app) => {
      const shop = new Bench(new NamespaceChart(app, 'spoiled', { tier: 'prod' }), 'flawed').workload('web', plain);
      new Bench(new NamespaceChart(app, 'spoiling', { tier: 'dev' }), 'lab').workload('web', {
        ...plain,
        reaches: [shop],
      });
    },
  },
  'an edge to a port that nobody opens': {
    check: 4,
    ...service((shop) => {
      const store = shop.workload('store', plain);
      shop.workload('web', { ...plain, reaches: [podsCalled('spoiled', store.pods.labels, 9999)] });
    }),
  },
  'something in a namespace that nobody declares': {
    check: 4,
    ...raw({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'by-hand', namespace: 'nowhere' }, data: {} }),
  },
  'a lock that ends before its copies do': {
    check: 5,
    facts: (draft) => void Object.assign(draft.buckets.backup, { lockDays: 1 }),
  },
  'a machine’s state that nobody saves': {
    check: 5,
    made: (model) => ({
      ...model,
      inventory: { ...model.inventory, backups: [] },
      contracts: model.contracts.map((contract) => ({ ...contract, state: [] })),
    }),
    fits: ({ namespaces }) => namespaces.length === 0,
  },
  'a plain Secret': {
    check: 6,
    ...raw({ apiVersion: 'v1', kind: 'Secret', type: 'Opaque', stringData: { password: 'hunter2' } }),
  },
  'a credential in a variable': {
    check: 6,
    ...service((shop) => shop.workload('web', { ...plain, env: { KEY: `AKIA${'IOSFODNN7EXAMPLQ'}` } })),
  },
  'a container that is privileged': {
    check: 7,
    ...edited((pod) => void Object.assign(pod['containers'][0].securityContext, { privileged: true })),
  },
  'a pod of the host’s network': { check: 7, ...edited((pod) => void Object.assign(pod, { hostNetwork: true })) },
  'an image without a version': {
    check: 8,
    ...service((shop) => shop.workload('web', { ...plain, image: 'example/shop:latest' })),
  },
  'two owners of a port': {
    check: 8,
    facts: (draft) => void (quay(draft).ports as unknown[]).push({ port: 443, protocol: 'tcp', owner: 'somebody' }),
  },
  'mail that nobody can check the sender of': {
    check: 9,
    fits: ({ whole }) => whole,
    made: (model) => ({ ...model, stacks: model.stacks.filter(({ name }) => name !== 'dns') }),
  },
  'a DKIM key that is none': {
    check: 10,
    facts: (draft) => void Object.assign(draft.zones, { 'zone-9.example': { mail: true, dkim: 'no key' } }),
  },
  'a field that the API server does not know': {
    check: 10,
    ...raw({ apiVersion: 'v1', kind: 'ConfigMap', data: {}, dato: {} }),
  },
  'a kind that nobody knows': { check: 10, ...raw({ apiVersion: 'v9', kind: 'Wish', spec: {} }) },
  'a name that is none': {
    check: 10,
    ...raw({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'By Hand\n', namespace: 'spoiled' }, data: {} }),
  },
  'a label that is too long': {
    check: 10,
    ...raw({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'by-hand', namespace: 'spoiled', labels: { a: 'x'.repeat(64) } },
    }),
  },
  'two objects of one name': {
    check: 10,
    ...service((shop, chart) => {
      shop.workload('web', plain);
      for (const id of ['one', 'two'])
        new ApiObject(chart, id, {
          apiVersion: 'v1',
          kind: 'ConfigMap',
          metadata: { name: 'twice', namespace: 'spoiled' },
        });
    }),
  },
  'a service whose name is none': {
    check: 10,
    add: (app) => void new Bench(new NamespaceChart(app, 'spoiled', { tier: 'prod' }), 'Flawed Shop'),
  },
  'a reason that is none': {
    check: 5,
    ...service((shop) =>
      shop.workload('web', {
        ...plain,
        volumes: { '/data': shop.volume('data', { size: '1Gi', backup: noBackup('') }) },
      }),
    ),
  },
  'two machines of one address': {
    check: 10,
    facts: (draft) => void Object.assign(loft(draft), { mesh: quay(draft).mesh }),
  },
  'a phase that does not exist': { check: 10, facts: (draft) => void Object.assign(loft(draft), { fromPhase: 7 }) },
  'a machine that is told nothing': {
    check: 11,
    made: (model) => ({ ...model, contracts: model.contracts.slice(1) }),
  },
};
