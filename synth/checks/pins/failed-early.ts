/*
 * Fields: spec.progressDeadlineSeconds of a Deployment (600 without a word), and what the startup probes of its containers allow.
 * Allowed: a deadline after the last moment at which a container may still start. Before it, the Deployment says of itself that
 * it failed, and an engine that waits for it stops waiting, however long it was told to.
 *
 * @see https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#progress-deadline-seconds
 */

import { check } from '../../model/check.ts';
import type { Letter } from '../../model/finding.ts';
import { at, itemsOf, numberOf } from '../../reading/json.ts';
import { type Written, written } from '../../reading/written.ts';

export default check('rollouts that count as failed while their pods may still start', (model) =>
  written(model, 'Deployment').flatMap((deployment) => letterOf(deployment)),
);

function letterOf({ path, spec }: Written): readonly Letter[] {
  const deadline = numberOf(at(spec, 'progressDeadlineSeconds')) ?? 600;
  const start = Math.max(0, ...itemsOf(at(spec, 'template', 'spec', 'containers')).map(startOf));
  if (deadline > start) return [];
  const what = 'counts as failed before its pod has had the time that its startup probe gives it';
  const cure = `set progressDeadlineSeconds over ${start}`;
  return [{ where: path, what, got: `${deadline} seconds, and ${start} to start`, cure }];
}

/** Seconds, by what Kubernetes assumes where nothing is said. */
function startOf(container: unknown): number {
  const probe = at(container, 'startupProbe');
  if (probe === undefined) return 0;
  const said = (field: string, otherwise: number) => numberOf(at(probe, field)) ?? otherwise;
  return said('initialDelaySeconds', 0) + said('periodSeconds', 10) * said('failureThreshold', 3);
}
