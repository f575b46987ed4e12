import {
  block,
  claim,
  config,
  container,
  deployment,
  job,
  layer,
  namespace,
  other,
  record,
  release,
  statefulSet,
} from '../pieces.ts';
import { row } from '../row.ts';

const selecting = (app: string) => ({ spec: { selector: { matchLabels: { 'app.kubernetes.io/name': app } } } });
const binding = (name: string) =>
  other('rbac.authorization.k8s.io/v1', 'RoleBinding', {
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name },
    subjects: [],
  });
const rank = (value: number) => other('scheduling.k8s.io/v1', 'PriorityClass', { value });

export const replace = [
  row(
    'the selector of a Deployment',
    deployment(),
    deployment(selecting('shop')),
    'replace Deployment shop/web: selector.matchLabels.app.kubernetes.io/name cannot be changed (web → shop): the API server refuses it, and nothing of the layer services is applied until Deployment web is deleted by hand',
  ),
  row(
    'the service name of a StatefulSet',
    statefulSet(),
    statefulSet({ spec: { serviceName: 'shop' } }),
    'replace StatefulSet shop/web: serviceName cannot be changed (web → shop): the API server refuses it, and nothing of the layer services is applied until StatefulSet web is deleted by hand',
  ),
  row(
    'the template of a claim grows',
    ...templates(),
    'replace StatefulSet shop/web: volumeClaimTemplates[0].spec.resources.requests.storage cannot be changed (10Gi → 20Gi): the API server refuses it, and nothing of the layer services is applied until StatefulSet web is deleted by hand',
  ),
  row(
    'the template of a Job',
    job(),
    job({ containers: [container({ args: ['more'] })] }),
    'replace Job shop/once: template.spec.containers[web].args cannot be changed (nothing → ["more"]): the API server refuses it, and nothing of the layer services is applied until Job once is deleted by hand',
  ),
  row(
    'the storage class of a claim',
    claim(),
    claim({ storageClassName: 'longhorn' }),
    'replace PersistentVolumeClaim shop/pictures: storageClassName cannot be changed (local-path → longhorn): the API server refuses it, and nothing of the layer services is applied until PersistentVolumeClaim pictures is deleted by hand',
  ),
  row(
    'the storage class of a claim that is written once',
    ...(['local-path', 'longhorn'].map((storageClassName) =>
      claim({ storageClassName }, { annotations: { 'kustomize.toolkit.fluxcd.io/ssa': 'IfNotPresent' } }),
    ) as [ReturnType<typeof claim>, ReturnType<typeof claim>]),
    'replace PersistentVolumeClaim shop/pictures: storageClassName cannot be changed (local-path → longhorn): the engine leaves it as it was made: move what it holds (docs/volumes.md)',
  ),
  row(
    'the roleRef of a binding',
    binding('reader'),
    binding('writer'),
    'replace RoleBinding shop/one: roleRef.name cannot be changed (reader → writer): the API server refuses it, and nothing of the layer services is applied until RoleBinding one is deleted by hand',
  ),
  row(
    'the value of a PriorityClass',
    rank(1000),
    rank(2000),
    'replace PriorityClass shop/one: value cannot be changed (1000 → 2000): the API server refuses it, and nothing of the layer services is applied until PriorityClass one is deleted by hand',
  ),
  row(
    'the data of a ConfigMap that says it never changes',
    config({ a: '1' }, 'fixed', { immutable: true }),
    config({ a: '2' }, 'fixed', { immutable: true }),
    'replace ConfigMap shop/fixed: data.a cannot be changed (1 → 2): the API server refuses it, and nothing of the layer services is applied until ConfigMap fixed is deleted by hand',
  ),
  row(
    'the address of a Service',
    other('v1', 'Service', { spec: { clusterIP: '10.43.0.10', ports: [{ port: 80 }] } }),
    other('v1', 'Service', { spec: { clusterIP: '10.43.0.11', ports: [{ port: 80 }] } }),
    'replace Service shop/one: clusterIP cannot be changed (10.43.0.10 → 10.43.0.11): the API server refuses it, and nothing of the layer services is applied until Service one is deleted by hand',
  ),
  row(
    'the parameters of a StorageClass',
    other('storage.k8s.io/v1', 'StorageClass', { provisioner: 'example.com/disk', reclaimPolicy: 'Retain' }),
    other('storage.k8s.io/v1', 'StorageClass', { provisioner: 'example.com/disk', reclaimPolicy: 'Delete' }),
    'replace StorageClass shop/one: reclaimPolicy cannot be changed (Retain → Delete): the API server refuses it, and nothing of the layer services is applied until StorageClass one is deleted by hand',
  ),
  row(
    'an object of another API',
    other('traefik.containo.us/v1alpha1', 'Middleware', {}),
    other('traefik.io/v1alpha1', 'Middleware', {}),
    'replace Middleware shop/one: becomes an object of another API (traefik.containo.us/v1alpha1 → traefik.io/v1alpha1): the engine makes a new Middleware and deletes the old one',
  ),
  row(
    "a chart's volume grows",
    release({ server: { dataStorage: { size: '2Gi' } } }),
    release({ server: { dataStorage: { size: '4Gi' } } }),
    "replace HelmRelease shop/gull: the chart's volume cannot be changed (size 2Gi → 4Gi): the upgrade fails until the StatefulSet is deleted by hand",
    'restart HelmRelease shop/gull: Helm installs it again, and what the values concern restarts',
  ),
  row(
    "a chart's storage class",
    release({ persistence: { storageClass: 'local-path' } }),
    release({ persistence: { storageClass: 'longhorn' } }),
    "replace HelmRelease shop/gull: the chart's volume cannot be changed (storageClass local-path → longhorn): the upgrade fails until the StatefulSet is deleted by hand",
    'restart HelmRelease shop/gull: Helm installs it again, and what the values concern restarts',
  ),
  row(
    'a layer that prunes leaves, and its objects stay',
    [layer({ path: './dist/kubernetes/services' }), config({ a: '1' })],
    [config({ a: '1' })],
    'replace Kustomization flux-system/services: Flux deletes all that this layer applied, but for what is guarded: suspend it first where something else takes over',
  ),
  row(
    'a layer that lets go leaves, and its objects stay',
    [layer({ path: './dist/kubernetes/services', deletionPolicy: 'Orphan' }), config({ a: '1' })],
    [config({ a: '1' })],
    'hands Kustomization flux-system/services: what it made stays, and nothing applies kubernetes/services any more',
  ),
  row(
    'a layer that leaves with its objects',
    [layer({ path: './dist/kubernetes/services/shop' }), config({ a: '1' }), namespace()],
    [namespace()],
  ),
  row(
    'the type of a record',
    record('web'),
    record('web', { fieldtype: 'AAAA', target: '2001:db8::77' }),
    'replace dns ovh_domain_zone_record.web: fieldtype A → AAAA needs a new resource: Terraform destroys it and makes another one',
    'hands stack dns: terraform apply: 1 to replace',
  ),
  row(
    'a token of the forge',
    block('gitlab_project_deploy_token.gitops', { name: 'gitops', scopes: ['read_repository'] }, 'forge'),
    block('gitlab_project_deploy_token.gitops', { name: 'pull', scopes: ['read_repository'] }, 'forge'),
    'replace forge gitlab_project_deploy_token.gitops: name gitops → pull needs a new resource: Terraform destroys it and makes another one, with a token of its own',
    'hands stack forge: terraform apply: 1 to replace',
  ),
  row(
    'a guarded resource that would be replaced',
    block('ovh_cloud_project_user.owner', { description: 'a', lifecycle: { prevent_destroy: true } }, 'object-storage'),
    block('ovh_cloud_project_user.owner', { description: 'b', lifecycle: { prevent_destroy: true } }, 'object-storage'),
    'replace object-storage ovh_cloud_project_user.owner: description a → b needs a new resource: prevent_destroy makes the plan fail',
    'hands stack object-storage: terraform apply: 1 to replace',
  ),
  row(
    'an attribute that Terraform ignores',
    block(
      'ovh_cloud_project_user.owner',
      { description: 'a', lifecycle: { ignore_changes: ['description'] } },
      'object-storage',
    ),
    block(
      'ovh_cloud_project_user.owner',
      { description: 'b', lifecycle: { ignore_changes: ['description'] } },
      'object-storage',
    ),
    'hands stack object-storage: terraform apply: no resource, but its settings',
  ),
];

function templates() {
  const one = (storage: string) =>
    statefulSet({
      spec: {
        volumeClaimTemplates: [
          {
            metadata: { name: 'pictures' },
            spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage } } },
          },
        ],
      },
    });
  return [one('10Gi'), one('20Gi')] as const;
}
