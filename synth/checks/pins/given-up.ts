/*
 * Fields: HelmRelease spec.install and spec.upgrade; HelmChart and HelmChartConfig spec.failurePolicy; Application
 * spec.syncPolicy.retry.limit.
 * Allowed: what tries again for ever. Other layers wait for a chart, and the commit that puts it right is a new try, which one
 * that has given up never makes. `reinstall`, K3s's default, uninstalls first.
 *
 * @see https://fluxcd.io/flux/components/helm/helmreleases/#configuring-failure-handling
 */

import { check } from '../../model/check.ts';
import type { Letter } from '../../model/finding.ts';
import { at, numberOf, textOf } from '../../reading/json.ts';
import { type Written, writtenOf } from '../../reading/written.ts';

/** What is said of the tries of each kind; undefined where they never end. */
const tries: Readonly<Record<string, (spec: unknown) => readonly (string | undefined)[]>> = {
  HelmRelease: (spec) => ['install', 'upgrade'].map((action) => ofFlux(at(spec, action), action)),
  HelmChart: (spec) => [ofK3s(spec)],
  HelmChartConfig: (spec) => [ofK3s(spec)],
  Application: (spec) => [ofArgoCd(at(spec, 'syncPolicy', 'retry', 'limit'))],
};

const cure =
  "retry for ever: strategy 'RetryOnFailure' for Flux, failurePolicy 'retry' for K3s, retry.limit -1 for Argo CD";

export default check('charts and syncs that give up for good', (model) =>
  model.documents.map(writtenOf).flatMap((object) => lettersOf(object)),
);

function lettersOf({ kind, path, spec }: Written): readonly Letter[] {
  const given = (tries[kind]?.(spec) ?? []).filter((text) => text !== undefined);
  if (given.length === 0) return [];
  const what = 'gives up after a failure, and no commit makes it try again';
  return [{ where: path, what, got: given.join(', '), cure }];
}

/** Without a word, or with remediation, it is over after the tries that are counted; none are the default. */
function ofFlux(action: unknown, name: string): string | undefined {
  if (at(action, 'strategy', 'name') === 'RetryOnFailure') return undefined;
  const retries = numberOf(at(action, 'remediation', 'retries')) ?? 0;
  return retries < 0 ? undefined : `${name}: ${retries} retries`;
}

function ofK3s(spec: unknown): string | undefined {
  const policy = textOf(at(spec, 'failurePolicy'));
  return policy === 'retry' ? undefined : `failurePolicy '${policy ?? 'reinstall'}'`;
}

/** Five is what Argo CD does without a word. */
function ofArgoCd(limit: unknown): string | undefined {
  const retries = numberOf(limit) ?? 5;
  return retries < 0 ? undefined : `retry.limit ${retries}`;
}
