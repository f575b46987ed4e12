import {
  block,
  bucket,
  claim,
  config,
  container,
  deployment,
  file,
  layer,
  mounted,
  namespace,
  record,
  release,
  statefulSet,
} from '../pieces.ts';
import { row } from '../row.ts';

const db = (image: string) => statefulSet({ pod: { containers: [container({ image })] } });
const lifecycle = (rules: readonly object[]) =>
  block(
    'ovh_cloud_project_storage_object_bucket_lifecycle_configuration.ci',
    { container_name: 'ci', rules },
    'object-storage',
  );
const expiring = (days: number) => lifecycle([{ id: 'expire', status: 'enabled', expiration: { days } }]);
const vps = (body: object) => block('ovh_vps.quay', body, 'servers');
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
const state = (tier: string) => JSON.stringify({ state: [{ namespace: 'machine', volume: 'quay-mails', tier }] });
const mx = record('mx', { fieldtype: 'MX', target: '10 mail.lantern.example.' });

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
    'a bucket leaves its stack',
    [bucket(), block('ovh_cloud_project_user.owner', {}, 'object-storage')],
    [block('ovh_cloud_project_user.owner', {}, 'object-storage')],
    'data-loss object-storage ovh_cloud_project_storage.backup: Terraform destroys the bucket backup and its objects: prevent_destroy goes with the block',
    'hands stack object-storage: terraform apply: 1 to destroy',
  ),
  row(
    'a VPS leaves its stack',
    [vps({}), block('ovh_vps.loft', {}, 'servers')],
    [block('ovh_vps.loft', {}, 'servers')],
    'data-loss servers ovh_vps.quay: Terraform ends the VPS at OVH, and its disk goes with it',
    'hands stack servers: terraform apply: 1 to destroy',
  ),
  row(
    'a mount of Vault leaves its stack',
    [
      block('vault_mount.kv', { path: 'secret' }, 'vault'),
      block('vault_policy.a', { policy: 'path "a" { capabilities = ["read"] }' }, 'vault'),
    ],
    [block('vault_policy.a', { policy: 'path "a" { capabilities = ["read"] }' }, 'vault')],
    'data-loss vault vault_mount.kv: Vault deletes every secret below secret/',
    'hands stack vault: terraform apply: 1 to destroy',
  ),
  row(
    'a chart with a volume leaves Git',
    [release({ server: { dataStorage: { enabled: true, size: '2Gi' } } }), namespace()],
    [namespace()],
    'data-loss HelmRelease shop/gull: the chart is uninstalled: its server goes, and its volume stays without one',
  ),
  row(
    'the only MX of a name goes',
    [mx, record('web')],
    [record('web')],
    'data-loss dns ovh_domain_zone_record.mx: mail to harbour.example has no way any more: senders give up within days, and it is lost',
    'hands stack dns: terraform apply: 1 to destroy',
  ),
  row(
    'one of two MX goes',
    [mx, record('mx2', { fieldtype: 'MX', target: '20 second.example.' })],
    [mx],
    'hands stack dns: terraform apply: 1 to destroy',
  ),
  row(
    'a zone goes with its last record',
    [record('web'), record('b', { zone: 'harbour.test' }), record('c', { zone: 'harbour.test', subdomain: 'www' })],
    [record('web')],
    'data-loss zone harbour.test: all 2 records of the zone go: its sites and its mail end',
    'hands stack dns: terraform apply: 2 to destroy',
  ),
  row(
    'a claim shrinks',
    claim(),
    claim({ resources: { requests: { storage: '5Gi' } } }),
    'data-loss PersistentVolumeClaim shop/pictures: the volume shrinks 10Gi → 5Gi: Kubernetes refuses it; whatever is in it would have to be made anew and restored',
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
    'Object Lock is taken away',
    bucket(),
    bucket({ object_lock: undefined }),
    'data-loss object-storage ovh_cloud_project_storage.backup: Object Lock goes: that takes a new bucket, and prevent_destroy makes the plan fail; without it every object would be destroyed',
    'hands stack object-storage: terraform apply: 1 to replace',
  ),
  row(
    'Object Lock is taken away from a bucket that nothing guards',
    bucket({ lifecycle: {} }),
    bucket({ lifecycle: {}, object_lock: undefined }),
    'data-loss object-storage ovh_cloud_project_storage.backup: Object Lock goes: the provider destroys the bucket with every object and makes a new one',
    'hands stack object-storage: terraform apply: 1 to replace',
  ),
  row(
    'Object Lock is switched off',
    bucket(),
    bucket({ object_lock: { status: 'disabled', rule: { mode: 'compliance', period: 'P35D' } } }),
    'data-loss object-storage ovh_cloud_project_storage.backup: Object Lock goes: that takes a new bucket, and prevent_destroy makes the plan fail; without it every object would be destroyed',
    'hands stack object-storage: terraform apply: 1 to replace',
  ),
  row(
    'Object Lock is switched on',
    bucket({ object_lock: { status: 'disabled' } }),
    bucket({ object_lock: { status: 'enabled' } }),
    'data-loss object-storage ovh_cloud_project_storage.backup: Object Lock is switched on: that takes a new bucket, and prevent_destroy makes the plan fail; without it every object would be destroyed',
    'hands stack object-storage: terraform apply: 1 to replace',
  ),
  row(
    'Object Lock holds for less',
    bucket(),
    bucket({ object_lock: { status: 'enabled', rule: { mode: 'compliance', period: 'P14D' } } }),
    'data-loss object-storage ovh_cloud_project_storage.backup: Object Lock holds for less: P35D → P14D',
    'hands stack object-storage: terraform apply: 1 to change',
  ),
  row(
    'Object Lock is weakened',
    bucket(),
    bucket({ object_lock: { status: 'enabled', rule: { mode: 'governance', period: 'P35D' } } }),
    'data-loss object-storage ovh_cloud_project_storage.backup: Object Lock is weakened (compliance → governance): whoever holds the key may delete',
    'hands stack object-storage: terraform apply: 1 to change',
  ),
  row(
    'a bucket keeps versions no more',
    bucket(),
    bucket({ versioning: { status: 'suspended' } }),
    'data-loss object-storage ovh_cloud_project_storage.backup: versions are kept no more: what is overwritten or deleted is gone',
    'hands stack object-storage: terraform apply: 1 to change',
  ),
  row(
    'a guarded bucket gets another name',
    bucket(),
    bucket({ name: 'backups' }),
    'data-loss object-storage ovh_cloud_project_storage.backup: name backup → backups needs a new resource: prevent_destroy makes the plan fail',
    'hands stack object-storage: terraform apply: 1 to replace',
  ),
  row(
    'objects expire sooner',
    expiring(90),
    expiring(30),
    'data-loss object-storage ovh_cloud_project_storage_object_bucket_lifecycle_configuration.ci: objects go after 30 days, not 90: what is older is deleted within a day',
    'hands stack object-storage: terraform apply: 1 to change',
  ),
  row(
    'objects begin to expire',
    lifecycle([{ id: 'abort', abort_incomplete_multipart_upload: { days_after_initiation: 7 } }]),
    lifecycle([
      { id: 'abort', abort_incomplete_multipart_upload: { days_after_initiation: 7 } },
      { id: 'expire', status: 'enabled', expiration: { days: 30 } },
    ]),
    'data-loss object-storage ovh_cloud_project_storage_object_bucket_lifecycle_configuration.ci: objects go after 30 days, which they did not: what is older is deleted within a day',
    'hands stack object-storage: terraform apply: 1 to change',
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
    'Vault keeps fewer versions',
    block('vault_kv_secret_backend_v2.kv', { mount: 'secret', max_versions: 10 }, 'vault'),
    block('vault_kv_secret_backend_v2.kv', { mount: 'secret', max_versions: 2 }, 'vault'),
    'data-loss vault vault_kv_secret_backend_v2.kv: keeps less: max_versions 10 → 2',
    'hands stack vault: terraform apply: 1 to change',
  ),
  row(
    'a backup tier is lowered',
    [claim(), tiers('daily')],
    [claim(), tiers('weekly')],
    'data-loss backup shop/pictures: is saved weekly, not daily: up to a week of work may be lost',
  ),
  row(
    'a backup of a machine is made less often',
    file('hosts/quay.yaml', state('hourly')),
    file('hosts/quay.yaml', state('daily')),
    'data-loss backup machine/quay-mails: is saved daily, not hourly: up to a day of work may be lost',
    'hands machine quay: Ansible must run there: a file changes',
  ),
  row(
    'a backup is dropped',
    [claim(), tiers('daily')],
    [claim(), tiers()],
    'data-loss backup shop/pictures: is saved no more (it was daily): what the disk loses is lost',
  ),
  row(
    'a VPS is reinstalled',
    vps({ image_id: 'a' }),
    vps({ image_id: 'b' }),
    'data-loss servers ovh_vps.quay: OVH reinstalls the machine (image a → b): its disk is wiped',
    'hands stack servers: terraform apply: 1 to change',
  ),
  row(
    'Terraform ignores the image of a VPS no more',
    vps({ lifecycle: { ignore_changes: ['image_id', 'plan'] } }),
    vps({ lifecycle: { ignore_changes: ['plan'] } }),
    'data-loss servers ovh_vps.quay: Terraform no longer ignores image_id: the next plan may reinstall the machine and wipe its disk',
    'hands stack servers: terraform apply: 1 to change',
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
    'prevent_destroy is dropped',
    bucket(),
    bucket({ lifecycle: {} }),
    'data-loss object-storage ovh_cloud_project_storage.backup: prevent_destroy is gone: a plan that destroys it no longer fails',
    'hands stack object-storage: terraform apply: 1 to change',
  ),
  row(
    'a layer begins to prune',
    layer({ prune: false }),
    layer({}),
    'data-loss Kustomization flux-system/services: Flux prunes this layer from now on: it deletes what is there and not in Git, at once',
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
