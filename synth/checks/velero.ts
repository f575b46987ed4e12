import type { Finding } from '../model/finding.ts';
import type { Model } from '../model/model.ts';
import { resourcesOf } from '../reading/terraform.ts';
import { idOf, type Json, written } from '../reading/written.ts';

/** Check 5, for who switches Velero on: what it writes to must be free, and what it reads must be files that it may read. */
export function velero(model: Model): readonly Finding[] {
  return model.platform.velero ? [...lockedBuckets(model), ...folderVolumes(model)] : [];
}

/** Since 1.11 Velero finalizes a backup by writing its objects again: with a lock the old versions stay for good. */
function lockedBuckets(model: Model): readonly Finding[] {
  const used = new Map(releases(model).flatMap(({ path, values }) => bucketsOf(values).map((name) => [name, path])));
  return resourcesOf(model, 'ovh_cloud_project_storage')
    .filter(({ body }) => used.has(body.name) && body.object_lock)
    .map(({ where, body }) => ({
      check: 5,
      where,
      what: `Velero would write to a locked bucket, and rewrites objects when it finalizes a backup`,
      got: `'${body.name}' with object_lock ${JSON.stringify(body.object_lock)}, named by ${used.get(body.name)}`,
      cure: 'give Velero a bucket of its own without lockDays: buckets.velero in platform/uyoop.ts',
    }));
}

/** The values of every Helm chart, whichever engine takes it. */
function releases(model: Model): readonly { readonly path: string; readonly values: Json }[] {
  const flux = written(model, 'HelmRelease').map(({ path, manifest }) => ({ path, values: manifest.spec?.values }));
  const argo = written(model, 'Application').map(({ path, manifest }) => ({
    path,
    values: manifest.spec?.source?.helm?.valuesObject,
  }));
  return [...flux, ...argo];
}

const bucketsOf = (values: Json): readonly string[] =>
  (values?.configuration?.backupStorageLocation ?? []).map(({ bucket }: Json) => bucket);

/** Its file-system backup takes `local` volumes and refuses `hostPath` ones; local-path can make both. */
function folderVolumes(model: Model): readonly Finding[] {
  return written(model, 'PersistentVolumeClaim')
    .filter(({ manifest }) => manifest.spec?.storageClassName === 'local-path')
    .filter(({ manifest }) => manifest.metadata.annotations?.volumeType !== 'local')
    .map(({ path, manifest }) => ({
      check: 5,
      where: path,
      what: 'a volume that may be a hostPath: Velero cannot save the files of those',
      got: `${idOf(manifest)}: volumeType ${manifest.metadata.annotations?.volumeType ?? 'not set'}`,
      cure: "declare it with Service.volume(), which asks for volumeType 'local', or annotate it so",
    }));
}
