import {
  block,
  claim,
  config,
  container,
  deployment,
  file,
  layer,
  namespace,
  record,
  release,
  sealed,
  statefulSet,
} from '../pieces.ts';
import { row } from '../row.ts';

const reading = deployment({
  pod: {
    containers: [container({ env: [{ name: 'KEY', valueFrom: { secretKeyRef: { name: 'web-key', key: 'key' } } }] })],
  },
});
const injected = deployment({ annotations: { 'vault.hashicorp.com/agent-inject-secret-key': 'secret/data/shop/key' } });
const path = { annotations: { 'uyoop.fr/vault-path': 'shop/key' } };
const withFile = deployment({ pod: { volumes: [{ name: 'config', configMap: { name: 'web-config' } }] } });
const existing = (...names: readonly string[]) =>
  file('report/existing-secrets.json', JSON.stringify(names.map((name) => ({ namespace: 'shop', name, keys: {} }))));
const kernel = (...rows: readonly string[]) =>
  file(
    'report/kernel.md',
    ['# Kernel settings', '', '| machine | setting | at least | for |', '|---|---|---:|---|', ...rows].join('\n'),
  );
const engine = (name: string) =>
  file(`${name}/layers.yaml`, `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${name}\n`);

const order = file('terraform/manifest.json', JSON.stringify({ stacks: { dns: {}, vault: {} } }));

const once = (storageClassName: string, storage: string) =>
  claim(
    { storageClassName, resources: { requests: { storage } } },
    { annotations: { 'kustomize.toolkit.fluxcd.io/ssa': 'IfNotPresent' } },
  );
const lettingGo = layer({ path: './dist/kubernetes/services/shop', deletionPolicy: 'Orphan' });

export const hands = [
  row(
    'a claim on local-path grows',
    claim(),
    claim({ resources: { requests: { storage: '20Gi' } } }),
    'hands PersistentVolumeClaim shop/pictures: the claim grows 10Gi → 20Gi: local-path grows no volume, and the API server refuses the new size: make a new claim, copy, and mount that one',
  ),
  row(
    'a claim on Longhorn grows',
    claim({ storageClassName: 'longhorn' }),
    claim({ storageClassName: 'longhorn', resources: { requests: { storage: '20Gi' } } }),
    'hands PersistentVolumeClaim shop/pictures: the claim grows 10Gi → 20Gi: longhorn grows the volume, its file system at the next start of the pod',
  ),
  row(
    'a claim on Longhorn that is written once grows',
    once('longhorn', '10Gi'),
    once('longhorn', '20Gi'),
    'hands PersistentVolumeClaim shop/pictures: the claim grows 10Gi → 20Gi: the engine leaves the claim as it was made: ask for it by hand (docs/volumes.md), and longhorn grows the volume, its file system at the next start of the pod',
  ),
  row('a claim on local-path that is written once grows', once('local-path', '10Gi'), once('local-path', '20Gi')),
  row(
    'workloads that leave Git with a layer that lets go',
    [deployment({ name: 'api' }), statefulSet(), lettingGo, namespace()],
    [namespace()],
    'hands Deployment shop/api: runs on: its layer leaves with it and lets go of what it applied (kubectl -n shop delete deployment api)',
    'hands StatefulSet shop/web: runs on: its layer leaves with it and lets go of what it applied (kubectl -n shop delete statefulset web)',
  ),
  row(
    'a value is sealed anew',
    [sealed({ key: 'AgOld' }), reading],
    [sealed({ key: 'AgNew' }), reading],
    'hands SealedSecret shop/web-key: key is sealed anew: the controller unseals it at once; restart shop/web',
  ),
  row(
    'a value that Vault serves is sealed anew',
    [sealed({ key: 'AgOld' }, path), injected],
    [sealed({ key: 'AgNew' }, path), injected],
    'hands SealedSecret shop/web-key: key is sealed anew: vault-feed hands it to Vault within minutes; restart shop/web',
  ),
  row(
    'a mailbox must be made',
    namespace(),
    [namespace(), sealed({ password: 'Ag' }, { name: 'web-mail' })],
    'hands SealedSecret shop/web-mail: sends mail from an address of its own: play hosts/site.yaml --tags mailcow, and its mailbox is made with the sealed password',
  ),
  row(
    'a Secret must lie in the cluster first',
    existing('one'),
    existing('one', 'two'),
    'hands file report/existing-secrets.json: must lie in the cluster before this is merged: shop/two (npm run secrets -- existing)',
  ),
  row(
    'a pod that nobody exchanges',
    ...deleted(),
    'hands StatefulSet shop/web: its pod stays as it is until somebody deletes it (OnDelete)',
  ),
  row(
    "Vault's server",
    release({ server: { a: 1 } }, 'vault'),
    release({ server: { a: 2 } }, 'vault'),
    "hands HelmRelease shop/vault: Vault's pod stays as it is (OnDelete) until somebody deletes it, and unseals the new one",
    'restart HelmRelease shop/vault: Helm installs it again, and what the values concern restarts',
  ),
  row(
    "Vault's chart",
    release({}, 'vault', '0.34.1'),
    release({}, 'vault', '0.35.0'),
    "hands HelmRelease shop/vault: Vault's pod stays as it is (OnDelete) until somebody deletes it, and unseals the new one",
    'restart HelmRelease shop/vault: Helm installs it again, and what the values concern restarts',
    'version HelmRelease shop/vault: vault 0.34.1 → 0.35.0 (minor)',
  ),
  row(
    'a file changes and its program is not told',
    [config({ 'a.conf': 'one' }), withFile],
    [config({ 'a.conf': 'two' }), withFile],
    'hands ConfigMap shop/web-config: shop/web reads it and is not restarted: it keeps what it has until somebody restarts it',
  ),
  row(
    'a machine is ordered',
    block('ovh_vps.quay', {}, 'servers'),
    [block('ovh_vps.quay', {}, 'servers'), block('ovh_vps.attic', { plan: [{ plan_code: 'vps-small' }] }, 'servers')],
    'hands servers ovh_vps.attic: Terraform orders a machine at OVH (vps-small): it costs money, and an order is not taken back',
    'hands stack servers: terraform apply: 1 to add',
  ),
  row(
    'stacks that Terraform applies, in their order',
    [record('web'), block('vault_policy.web', { name: 'web', policy: 'x' }, 'vault'), order],
    [
      record('web', { target: '192.0.2.1' }),
      record('new', { subdomain: 'new' }),
      block('vault_policy.web', { name: 'other', policy: 'x' }, 'vault'),
      order,
    ],
    'replace vault vault_policy.web: name web → other needs a new resource: Terraform destroys it and makes another one',
    'hands stack dns: terraform apply: 1 to add, 1 to change',
    'hands stack vault: terraform apply, after dns: 1 to replace',
  ),
  row(
    'a stack leaves',
    [record('web'), block('gitlab_user_runner.group', { runner_type: 'group_type' }, 'forge')],
    [record('web')],
    'hands stack forge: leaves dist/, and nothing applies it any more: its state and 1 resource stay; terraform destroy must come before, if they shall go',
  ),
  row(
    'a zone is new',
    record('web'),
    [record('web'), record('other', { zone: 'harbour.test' })],
    'hands stack dns: terraform apply: 1 to add',
    'hands zone harbour.test: is new: what OVH laid there goes by hand, or is kept or adopted, before the first apply (docs/dns.md)',
  ),
  row(
    'a file of a machine',
    file('hosts/quay.yaml', 'mtu: 1420\n'),
    file('hosts/quay.yaml', 'mtu: 1380\n'),
    'hands machine quay: Ansible must run there: a file changes',
  ),
  row(
    'the drill, which is read at the desk',
    file('hosts/drill.json', '{"steps":[]}'),
    file('hosts/drill.json', '{"steps":[1]}'),
  ),
  row(
    "K3s's auto-deploy folder",
    file('bootstrap/flux/flux.yaml', 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\ndata:\n  a: b\n'),
    file('bootstrap/flux/flux.yaml', 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\ndata:\n  a: c\n'),
    "hands bootstrap: 1 object of dist/bootstrap/ changes: copy it into K3s's auto-deploy folder; nothing else does",
  ),
  row(
    'the other engine takes over',
    engine('flux'),
    engine('argocd'),
    'hands engine: Argo CD takes over from Flux: stop Flux and take its objects out without pruning (suspend its Kustomizations, or cut its finalizers) before Argo CD is laid down',
  ),
  row(
    'a setting of the kernel',
    kernel(),
    kernel('| loft | vm.max_map_count | 524288 | lab/bench |'),
    'hands machine loft: needs vm.max_map_count of 524288 at least, for lab/bench: the host layer writes it',
  ),
];

function deleted() {
  const one = (args: readonly string[]) =>
    statefulSet({ spec: { updateStrategy: { type: 'OnDelete' } }, pod: { containers: [container({ args })] } });
  return [one(['a']), one(['b'])] as const;
}
