import { claim, config, container, deployment, layer, mounted, namespace, release, statefulSet } from '../pieces.ts';
import { row } from '../row.ts';

const db = (image: string) => statefulSet({ pod: { containers: [container({ image })] } });
const tiers = (tier?: string) =>
  config({
    'rules.yml': JSON.stringify({
      groups: [
        {
          name: 'state',
          rules: tier
            ? [
                {
                  record: 'uyoop:backup_maximum_age_seconds',
                  expr: 'vector(1)',
                  labels: { namespace: 'shop', volume: 'pictures', tier },
                },
              ]
            : [],
        },
      ],
    }),
  });
const onMachine = (machine: string) =>
  deployment({ pod: { ...mounted(), nodeSelector: { 'kubernetes.io/hostname': machine } } });

const lettingGo = layer({ path: './dist/kubernetes/services/shop', deletionPolicy: 'Orphan' });
const once = (storage: string) =>
  claim(
    { resources: { requests: { storage } } },
    {
      annotations: {
        'kustomize.toolkit.fluxcd.io/ssa': 'IfNotPresent',
        'kustomize.toolkit.fluxcd.io/prune': 'disabled',
      },
    },
  );

export const dataLoss = [
  row(
    'a guarded claim leaves Git',
    [claim(), namespace()],
    [namespace()],
    'data-loss PersistentVolumeClaim shop/pictures: the claim leaves Git; its prune guard keeps the volume in the cluster, where nothing mounts or saves it any more',
  ),
  row(
    'a claim that nothing guards leaves Git',
    [claim({}, { annotations: {} }), namespace()],
    [namespace()],
    'data-loss PersistentVolumeClaim shop/pictures: the engine deletes the claim, and local-path the data with it',
  ),
  row(
    'a StatefulSet leaves Git',
    [statefulSet(), namespace()],
    [namespace()],
    'data-loss StatefulSet shop/web: the server is deleted: nothing answers for its data any more',
  ),
  row(
    'a guarded namespace leaves Git',
    [namespace(), namespace({}, 'other')],
    [namespace({}, 'other')],
    'data-loss Namespace shop: the namespace leaves Git; its prune guard keeps it, and what no engine deletes, in the cluster',
  ),
  row(
    'a namespace that nothing guards leaves Git',
    [namespace({ annotations: {} }), namespace({}, 'other')],
    [namespace({}, 'other')],
    'data-loss Namespace shop: the namespace is deleted with everything in it, volumes included',
  ),
  row(
    'a chart with a volume leaves Git',
    [release({ server: { dataStorage: { enabled: true, size: '2Gi' } } }), namespace()],
    [namespace()],
    'data-loss HelmRelease shop/gull: the chart is uninstalled: its server goes, and its volume stays without one',
  ),
  row(
    'a claim shrinks',
    claim(),
    claim({ resources: { requests: { storage: '5Gi' } } }),
    'data-loss PersistentVolumeClaim shop/pictures: the volume shrinks 10Gi → 5Gi: Kubernetes refuses it; whatever is in it would have to be made anew and restored',
  ),
  row(
    'a claim that is written once shrinks',
    once('10Gi'),
    once('5Gi'),
    'data-loss PersistentVolumeClaim shop/pictures: the volume shrinks 10Gi → 5Gi: the engine leaves the claim as it was made, and Kubernetes would refuse it; whatever is in it would have to be made anew and restored',
  ),
  row(
    'a claim that nothing guards leaves Git with a layer that lets go',
    [claim({}, { annotations: {} }), lettingGo, namespace()],
    [namespace()],
    'data-loss PersistentVolumeClaim shop/pictures: the claim leaves Git, and its layer lets go of it: nothing saves the volume any more',
  ),
  row(
    'the template of a claim shrinks',
    ...volumeTemplates('10Gi', '5Gi'),
    'data-loss StatefulSet shop/web: the volume shrinks 10Gi → 5Gi: Kubernetes refuses it; whatever is in it would have to be made anew and restored',
  ),
  row(
    "a chart's volume shrinks",
    release({ server: { dataStorage: { size: '2Gi' } } }),
    release({ server: { dataStorage: { size: '1Gi' } } }),
    "data-loss HelmRelease shop/gull: the volume shrinks 2Gi → 1Gi: the chart's upgrade fails, since no volume shrinks; whatever is in it would have to be made anew and restored",
    'restart HelmRelease shop/gull: Helm installs it again, and what the values concern restarts',
  ),
  row(
    'a claim is renamed, so that a new empty one is mounted',
    [claim(), deployment({ pod: mounted() }), namespace()],
    [claim({}, { name: 'photos' }), deployment({ pod: mounted('photos') }), namespace()],
    'data-loss PersistentVolumeClaim shop/pictures: the claim leaves Git; its prune guard keeps the volume in the cluster, where nothing mounts or saves it any more',
    'data-loss Deployment shop/web: mounts a new, empty claim, photos, where pictures was: the data stays behind in pictures',
    'restart Deployment shop/web: restarts (volumes): it serves nobody meanwhile, for 40 s at most (30 s to end, 10 s to start)',
  ),
  row(
    'another claim is mounted, which is there',
    [claim(), claim({}, { name: 'photos' }), deployment({ pod: mounted() })],
    [claim(), claim({}, { name: 'photos' }), deployment({ pod: mounted('photos') })],
    'data-loss Deployment shop/web: mounts another claim, photos, where pictures was: the data stays behind in pictures',
    'restart Deployment shop/web: restarts (volumes): it serves nobody meanwhile, for 40 s at most (30 s to end, 10 s to start)',
  ),
  row(
    'a volume becomes scratch',
    [claim(), deployment({ pod: mounted() })],
    [claim(), deployment({ pod: { ...mounted(), volumes: [{ name: 'pictures', emptyDir: {} }] } })],
    "data-loss Deployment shop/web: volume 'pictures' is the claim shop/pictures no more: what the program wrote there stays behind",
    'restart Deployment shop/web: restarts (volumes): it serves nobody meanwhile, for 40 s at most (30 s to end, 10 s to start)',
  ),
  row(
    'a volume is mounted elsewhere',
    [claim(), deployment({ pod: mounted() })],
    [claim(), deployment({ pod: mounted('pictures', { mountPath: '/var/pictures' }) })],
    "data-loss Deployment shop/web: volume 'pictures' is mounted otherwise (mountPath /pictures → /var/pictures): the program finds an empty folder",
    'restart Deployment shop/web: restarts (volumeMounts): it serves nobody meanwhile, for 40 s at most (30 s to end, 10 s to start)',
  ),
  row(
    'a folder of a volume is mounted elsewhere',
    [claim(), deployment({ pod: mounted('pictures', { subPath: 'a' }) })],
    [claim(), deployment({ pod: mounted('pictures', { subPath: 'b' }) })],
    "data-loss Deployment shop/web: volume 'pictures' is mounted otherwise (subPath a → b): the program finds an empty folder",
    'restart Deployment shop/web: restarts (volumeMounts): it serves nobody meanwhile, for 40 s at most (30 s to end, 10 s to start)',
  ),
  row(
    'a database is downgraded',
    db('mariadb:11.8.8'),
    db('mariadb:11.4.2'),
    'data-loss StatefulSet shop/web: the database is downgraded 11.8.8 → 11.4.2: it does not open what the newer one wrote; a dump restored into an empty volume is the only way back',
    'restart StatefulSet shop/web: restarts (image): it serves nobody meanwhile, for 40 s at most (30 s to end, 10 s to start)',
  ),
  row(
    'PostgreSQL jumps over a major version',
    db('postgres:17.11'),
    db('postgres:18.1'),
    'data-loss StatefulSet shop/web: postgres 17.11 → 18.1 does not start on the files of another major version: dump with the old one, restore into an empty volume',
    'restart StatefulSet shop/web: restarts (image): it serves nobody meanwhile, for 40 s at most (30 s to end, 10 s to start)',
  ),
  row(
    'a database becomes another one',
    db('mysql:8.4.11'),
    db('mariadb:11.8.8'),
    'data-loss StatefulSet shop/web: the database becomes mariadb where mysql was: it does not read these files; dump first, restore afterwards',
    'restart StatefulSet shop/web: restarts (image): it serves nobody meanwhile, for 40 s at most (30 s to end, 10 s to start)',
  ),
  row(
    'metrics are kept for less',
    deployment({ pod: { containers: [container({ args: ['--storage.tsdb.retention.time=30d'] })] } }),
    deployment({ pod: { containers: [container({ args: ['--storage.tsdb.retention.time=7d'] })] } }),
    'data-loss Deployment shop/web: keeps less: storage.tsdb.retention.time 30d → 7d',
    'restart Deployment shop/web: restarts (args): it serves nobody meanwhile, for 40 s at most (30 s to end, 10 s to start)',
  ),
  row(
    'logs are kept for less',
    config({ 'loki.yaml': 'limits_config:\n  retention_period: 720h\n' }),
    config({ 'loki.yaml': 'limits_config:\n  retention_period: 168h\n' }),
    'data-loss ConfigMap shop/web-config: keeps less: retention_period 720h → 168h',
  ),
  row(
    'a backup tier is lowered',
    [claim(), tiers('daily')],
    [claim(), tiers('weekly')],
    'data-loss backup shop/pictures: is saved weekly, not daily: up to a week of work may be lost',
  ),
  row(
    'a backup is dropped',
    [claim(), tiers('daily')],
    [claim(), tiers()],
    'data-loss backup shop/pictures: is saved no more (it was daily): what the disk loses is lost',
  ),
  row(
    'a prune guard is dropped',
    claim(),
    claim({}, { annotations: {} }),
    'data-loss PersistentVolumeClaim shop/pictures: its prune guard is gone: the next commit that takes it out of Git deletes it, with its data',
  ),
  row(
    'one of two prune guards is dropped',
    claim(),
    claim({}, { annotations: { 'kustomize.toolkit.fluxcd.io/prune': 'disabled' } }),
    'data-loss PersistentVolumeClaim shop/pictures: one of its prune guards is gone: the next commit that takes it out of Git deletes it, with its data',
  ),
  row(
    'a layer begins to prune',
    layer({ prune: false }),
    layer({}),
    'data-loss Kustomization flux-system/services: Flux prunes this layer from now on: what leaves Git is deleted, with its data; what left before it has forgotten',
  ),
  row(
    'a service with a volume moves to another machine',
    [claim(), onMachine('quay')],
    [claim(), onMachine('loft')],
    "data-loss Deployment shop/web: moves from quay to loft: pictures stays on quay's disk, so that its pod waits for a volume it cannot reach; restore there first",
    'restart Deployment shop/web: restarts (nodeSelector): it serves nobody meanwhile, for 40 s at most (30 s to end, 10 s to start)',
  ),
  row(
    'a volume of a StatefulSet gets another name',
    ...volumeTemplates('10Gi', '10Gi', 'photos'),
    'data-loss StatefulSet shop/web: its volume gets another name: a new, empty one would be mounted, and the API server refuses it',
  ),
];

function volumeTemplates(before: string, after: string, name = 'pictures') {
  const one = (storage: string, of: string) =>
    statefulSet({
      spec: {
        volumeClaimTemplates: [
          { metadata: { name: of }, spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage } } } },
        ],
      },
    });
  return [one(before, 'pictures'), one(after, name)] as const;
}
