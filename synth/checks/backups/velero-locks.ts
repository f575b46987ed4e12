/*
 * Fields: HelmRelease spec.values.configuration.backupStorageLocation[*].bucket, Application
 * spec.source.helm.valuesObject likewise; ovh_cloud_project_storage name and object_lock.
 * Allowed: buckets without object_lock. Since 1.11 Velero finalizes a backup by writing its objects again: with a lock the
 * old versions stay for good.
 */

import { check } from '../../model/check.ts';
import { charts } from '../../reading/charts.ts';
import { at, itemsOf } from '../../reading/json.ts';
import { buckets } from '../../reading/terraform.ts';

const cure = 'give Velero a bucket of its own without lockDays: buckets.velero in platform/uyoop.ts';

export default check('Velero writing to a locked bucket', (model) => {
  if (!model.platform.velero) return [];
  const used = new Map(charts(model).flatMap(({ path, values }) => bucketsOf(values).map((name) => [name, path])));
  return buckets(model)
    .filter(({ name, lock }) => used.has(name) && lock !== undefined)
    .map(({ where, name, lock }) => ({
      where,
      what: 'Velero would write to a locked bucket, and rewrites objects when it finalizes a backup',
      got: `'${name}' with object_lock ${JSON.stringify(lock)}, named by ${used.get(name)}`,
      cure,
    }));
});

const bucketsOf = (values: unknown): readonly unknown[] =>
  itemsOf(at(values, 'configuration', 'backupStorageLocation')).map(({ bucket }) => bucket);
