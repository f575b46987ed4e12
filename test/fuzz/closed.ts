import type { Manifest } from '../../synth/model/documents.ts';
import type { Model } from '../../synth/model/model.ts';
import { at, fieldsOf, itemsOf, textOf } from '../../synth/reading/json.ts';

/** What manifests name and nobody writes. Secrets are made elsewhere: they are named, and asked of nobody here. */
export function danglingIn({ documents }: Model): readonly string[] {
  const manifests = documents.map(({ manifest }) => manifest);
  const there = new Set(manifests.map((one) => keyOf(one.kind, one.metadata.namespace, one.metadata.name)));
  return manifests.flatMap(namesIn).filter((key) => !there.has(key));
}

const keyOf = (kind: string, namespace: unknown, name: unknown) => `${kind} ${namespace}/${name}`;

function namesIn(manifest: Manifest): readonly string[] {
  const { namespace } = manifest.metadata;
  const pod = podIn(manifest);
  const accounts = [textOf(fieldsOf(pod)['serviceAccountName']) ?? 'default'].filter(
    (name) => pod && name !== 'default',
  );
  const volumes = itemsOf(at(pod, 'volumes'));
  const maps = volumes.flatMap((volume) => [
    textOf(at(volume, 'configMap', 'name')) ?? [],
    ...itemsOf(at(volume, 'projected', 'sources')).map((source) => textOf(at(source, 'configMap', 'name')) ?? []),
  ]);
  const claims = volumes.map((volume) => textOf(at(volume, 'persistentVolumeClaim', 'claimName')) ?? []);
  const routes = itemsOf(at(manifest, 'spec', 'routes')).flatMap((route) => itemsOf(route['services']));
  const services = manifest.kind === 'IngressRoute' ? routes.filter(({ kind }) => kind !== 'TraefikService') : [];
  return [
    ...accounts.map((name) => keyOf('ServiceAccount', namespace, name)),
    ...maps.flat().map((name) => keyOf('ConfigMap', namespace, name)),
    ...claims.flat().map((name) => keyOf('PersistentVolumeClaim', namespace, name)),
    ...services.map((one) => keyOf('Service', textOf(one['namespace']) ?? namespace, one['name'])),
    ...(pod ? [keyOf('Namespace', undefined, namespace)] : []),
  ].filter((key) => !key.endsWith(' undefined/kube-system'));
}

/** The template of whatever runs pods. */
function podIn({ kind, spec }: Manifest): unknown {
  if (kind === 'Pod') return spec;
  if (kind === 'CronJob') return at(spec, 'jobTemplate', 'spec', 'template', 'spec');
  return ['Deployment', 'StatefulSet', 'DaemonSet', 'Job'].includes(kind) ? at(spec, 'template', 'spec') : undefined;
}
