/*
 * Fields: HelmRelease spec.chart.spec.version, HelmChart spec.version, Application spec.source.targetRevision of a chart.
 * Allowed: one exact version. Another chart tomorrow brings other images.
 */

import { check } from '../../model/check.ts';
import { charts } from '../../reading/charts.ts';

const cure = 'name the exact version in platform/versions.ts; Renovate moves it';

const exact = /^v?\d+\.\d+\.\d+[\w.+-]*$/;

export default check('charts without an exact version', (model) =>
  charts(model)
    .filter(({ named, version = '' }) => named && !exact.test(version))
    .map(({ path, version = 'none' }) => ({
      where: path,
      what: 'a chart without an exact version',
      got: version,
      cure,
    })),
);
