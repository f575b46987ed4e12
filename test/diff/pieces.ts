import { yamlText } from '../../constructs/facts/yaml.ts';
import type { Ground } from '../../diff/sides/ground.ts';
import type { Files } from '../../synth/model/files.ts';
import type { Fields } from '../support/manifests.ts';
import { fixture } from '../support/platform.ts';

/** A piece of a small `dist/`: an object, a block of a stack, or a file. */
export type Piece = Manifest | Block | File;

interface Manifest {
  readonly kind: string;
  readonly metadata: Fields;
  readonly [field: string]: Fields;
}

interface Block {
  readonly stack: string;
  readonly address: string;
  readonly body: Fields;
}

interface File {
  readonly path: string;
  readonly text: string;
}

const isFile = (piece: Piece): piece is File => 'text' in piece;
const isBlock = (piece: Piece): piece is Block => 'stack' in piece;

export const ground: Ground = { ...fixture, ends: { pins: { nextcloud: { parts: 1, ends: { '34': '2027-06-30' } } } } };

/** A `dist/` of some pieces. */
export function tree(...pieces: readonly Piece[]): Files {
  const files = new Map<string, string>();
  for (const piece of pieces) {
    if (isFile(piece)) files.set(piece.path, piece.text);
    else if (isBlock(piece)) addBlock(files, piece);
    else {
      const path = `kubernetes/${piece.kind === 'HelmRelease' ? 'operators' : 'services'}/${piece.metadata.namespace ?? 'none'}/${piece.metadata.name}.yaml`;
      files.set(path, [files.get(path), yamlText(piece)].filter(Boolean).join('---\n'));
    }
  }
  return files;
}

function addBlock(files: Map<string, string>, { stack, address, body }: Block): void {
  const path = `terraform/stacks/${stack}/cdk.tf.json`;
  const json = JSON.parse(files.get(path) ?? '{}');
  const names = address.split('.');
  const section =
    names[0] === 'data' || names.length < 2 || ['provider', 'output'].includes(names[0] ?? '')
      ? names
      : ['resource', ...names];
  const last = section.pop() as string;
  const home = section.reduce((inner, name) => (inner[name] ??= {}), json);
  home[last] = body;
  files.set(path, JSON.stringify(json, null, 2));
}

const object = (apiVersion: string, kind: string, metadata: Fields, rest: Fields): Manifest => ({
  ...{ apiVersion, kind, metadata },
  ...rest,
});

const guards = {
  'kustomize.toolkit.fluxcd.io/prune': 'disabled',
  'argocd.argoproj.io/sync-options': 'Prune=false,Delete=false',
};

/** A claim of 10Gi on local-path, which no engine prunes. */
export const claim = (spec: Fields = {}, metadata: Fields = {}) =>
  object(
    'v1',
    'PersistentVolumeClaim',
    { name: 'pictures', namespace: 'shop', annotations: guards, ...metadata },
    {
      spec: {
        accessModes: ['ReadWriteOnce'],
        storageClassName: 'local-path',
        volumeName: 'pv-of-pictures',
        resources: { requests: { storage: '10Gi' } },
        ...spec,
      },
    },
  );

export const namespace = (metadata: Fields = {}, name = 'shop') =>
  object('v1', 'Namespace', { name, annotations: guards, ...metadata }, {});

/** A container as hard as ours are. */
export const container = (fields: Fields = {}): Fields => ({
  name: 'web',
  image: 'ghost:6.0.0',
  securityContext: {
    allowPrivilegeEscalation: false,
    capabilities: { drop: ['ALL'] },
    readOnlyRootFilesystem: true,
    runAsNonRoot: true,
    runAsUser: 1000,
  },
  ...fields,
});

const pod = (fields: Fields, labels: Fields = {}, annotations?: Fields): Fields => ({
  metadata: { labels: { 'app.kubernetes.io/name': 'web', ...labels }, ...(annotations && { annotations }) },
  spec: {
    automountServiceAccountToken: false,
    securityContext: { seccompProfile: { type: 'RuntimeDefault' } },
    containers: [container()],
    ...fields,
  },
});

interface WorkloadFields {
  readonly name?: string;
  readonly namespace?: string;
  /** Of its pod. */
  readonly pod?: Fields;
  readonly labels?: Fields;
  readonly annotations?: Fields;
  readonly spec?: Fields;
}

const workload =
  (kind: string, own: Fields) =>
  ({ name = 'web', namespace: home = 'shop', pod: inside = {}, labels, annotations, spec = {} }: WorkloadFields = {}) =>
    object(
      'apps/v1',
      kind,
      { name, namespace: home },
      {
        spec: {
          selector: { matchLabels: { 'app.kubernetes.io/name': 'web' } },
          ...own,
          template: pod(inside, labels, annotations),
          ...spec,
        },
      },
    );

export const deployment = workload('Deployment', { replicas: 1, strategy: { type: 'Recreate' } });
export const statefulSet = workload('StatefulSet', { replicas: 1, serviceName: 'web' });
export const daemonSet = workload('DaemonSet', {});

export const cronJob = (fields: Fields = {}) =>
  object(
    'batch/v1',
    'CronJob',
    { name: 'nightly', namespace: 'shop' },
    {
      spec: { schedule: '0 3 * * *', jobTemplate: { spec: { template: pod({ restartPolicy: 'Never', ...fields }) } } },
    },
  );

export const job = (fields: Fields = {}) =>
  object(
    'batch/v1',
    'Job',
    { name: 'once', namespace: 'shop' },
    { spec: { template: pod({ restartPolicy: 'Never', ...fields }) } },
  );

/** A volume of a claim, mounted. */
export const mounted = (claimName = 'pictures', mount: Fields = {}): Fields => ({
  containers: [container({ volumeMounts: [{ name: 'pictures', mountPath: '/pictures', ...mount }] })],
  volumes: [{ name: 'pictures', persistentVolumeClaim: { claimName } }],
});

export const config = (data: Fields, name = 'web-config', more: Fields = {}) =>
  object('v1', 'ConfigMap', { name, namespace: 'shop' }, { data, ...more });

export const release = (values: Fields, chart = 'gull', version = '1.2.3') =>
  object(
    'helm.toolkit.fluxcd.io/v2',
    'HelmRelease',
    { name: chart, namespace: 'shop' },
    {
      spec: {
        interval: '1h',
        chart: { spec: { chart, version, sourceRef: { kind: 'HelmRepository', name: chart } } },
        values,
      },
    },
  );

export const layer = (spec: Fields) =>
  object(
    'kustomize.toolkit.fluxcd.io/v1',
    'Kustomization',
    { name: 'services', namespace: 'flux-system' },
    { spec: { interval: '10m', sourceRef: { kind: 'GitRepository', name: 'flux-system' }, prune: true, ...spec } },
  );

export const other = (apiVersion: string, kind: string, rest: Fields, metadata: Fields = {}) =>
  object(apiVersion, kind, { name: 'one', namespace: 'shop', ...metadata }, rest);

export const sealed = (encryptedData: Fields, { name = 'web-key', annotations = {} }: Fields = {}) =>
  object(
    'bitnami.com/v1alpha1',
    'SealedSecret',
    { name, namespace: 'shop' },
    {
      spec: {
        encryptedData,
        template: {
          metadata: { name, namespace: 'shop', ...(Object.keys(annotations).length > 0 && { annotations }) },
        },
      },
    },
  );

/** Lets the pods called `from` reach those called `to`, or denies them everything. */
export const policy = (spec: Fields, name = 'one', home = 'shop') =>
  object('networking.k8s.io/v1', 'NetworkPolicy', { name, namespace: home }, { spec });

export const named = (name: string): Fields => ({ matchLabels: { 'app.kubernetes.io/name': name } });

export const block = (address: string, body: Fields, stack = 'dns'): Block => ({ stack, address, body });

export const bucket = (body: Fields = {}) =>
  block(
    'ovh_cloud_project_storage.backup',
    {
      name: 'backup',
      region_name: 'SBG',
      versioning: { status: 'enabled' },
      object_lock: { status: 'enabled', rule: { mode: 'compliance', period: 'P35D' } },
      lifecycle: { prevent_destroy: true },
      ...body,
    },
    'object-storage',
  );

export const record = (name: string, body: Fields = {}) =>
  block(`ovh_domain_zone_record.${name}`, {
    zone: 'harbour.example',
    subdomain: '',
    fieldtype: 'A',
    target: '192.0.2.77',
    ttl: 3600,
    ...body,
  });

export const file = (path: string, text: string): File => ({ path, text });
