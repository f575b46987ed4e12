import { block, bucket, file, record } from '../pieces.ts';
import { row } from '../row.ts';

const lifecycle = (rules: readonly object[]) =>
  block(
    'ovh_cloud_project_storage_object_bucket_lifecycle_configuration.ci',
    { container_name: 'ci', rules },
    'object-storage',
  );
const expiring = (days: number) => lifecycle([{ id: 'expire', status: 'enabled', expiration: { days } }]);
const vps = (body: object) => block('ovh_vps.quay', body, 'servers');
const state = (tier: string) => JSON.stringify({ state: [{ namespace: 'machine', volume: 'quay-mails', tier }] });
const mx = record('mx', { fieldtype: 'MX', target: '10 mail.lantern.example.' });

export const dataLossOutside = [
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
    lifecycle([{ id: 'abort', status: 'enabled', abort_incomplete_multipart_upload: { days_after_initiation: 7 } }]),
    lifecycle([
      { id: 'abort', status: 'enabled', abort_incomplete_multipart_upload: { days_after_initiation: 7 } },
      { id: 'expire', status: 'enabled', expiration: { days: 30 } },
    ]),
    'data-loss object-storage ovh_cloud_project_storage_object_bucket_lifecycle_configuration.ci: objects go after 30 days, which they did not: what is older is deleted within a day',
    'hands stack object-storage: terraform apply: 1 to change',
  ),
  row(
    'Vault keeps fewer versions',
    block('vault_kv_secret_backend_v2.kv', { mount: 'secret', max_versions: 10 }, 'vault'),
    block('vault_kv_secret_backend_v2.kv', { mount: 'secret', max_versions: 2 }, 'vault'),
    'data-loss vault vault_kv_secret_backend_v2.kv: keeps less: max_versions 10 → 2',
    'hands stack vault: terraform apply: 1 to change',
  ),
  row(
    'a backup of a machine is made less often',
    file('hosts/quay.yaml', state('hourly')),
    file('hosts/quay.yaml', state('daily')),
    'data-loss backup machine/quay-mails: is saved daily, not hourly: up to a day of work may be lost',
    'hands machine quay: Ansible must run there: a file changes',
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
    'hands stack servers: terraform apply: no resource, but its settings',
  ),
  row(
    'Terraform ignores the plan of a VPS no more',
    vps({ lifecycle: { ignore_changes: ['image_id', 'plan'] } }),
    vps({ lifecycle: { ignore_changes: ['image_id'] } }),
    'data-loss servers ovh_vps.quay: Terraform no longer ignores plan: the next plan may take a new machine for this one, and its disk goes with it',
    'hands stack servers: terraform apply: no resource, but its settings',
  ),
  row(
    'prevent_destroy is dropped',
    bucket(),
    bucket({ lifecycle: {} }),
    'data-loss object-storage ovh_cloud_project_storage.backup: prevent_destroy is gone: a plan that destroys it no longer fails',
    'hands stack object-storage: terraform apply: no resource, but its settings',
  ),
];
