/*
 * Fields: env values, command, args and ConfigMap files of pods; NetworkPolicy of both ends.
 * Allowed: a Service of ours, our mail host, or an address at one of our public hosts, that the pod's policies let it reach. Public
 * hosts may stand in links that it prints and never calls, with a written reason.
 */

import { wholeCheck } from '../../model/check.ts';
import type { Letter } from '../../model/finding.ts';
import type { Model } from '../../model/model.ts';
import { networkOf } from '../../reading/network.ts';
import { hostsIn, type OwnHost, ownHost, textsOf } from '../../reading/own-hosts.ts';
import { type PodTemplate, podTemplates } from '../../reading/pods.ts';
import { isExcused } from '../../reading/relaxations.ts';

const inside = 'add who answers there, a database or a workload, to its reaches';
const outside =
  "add ownWeb(this.platform) to its reaches, or the mailbox's submission: internet.https leads to no host of ours. If it prints the name and calls nobody, say so in relax.ownHosts";

const shown = 4;

export default wholeCheck('texts of pods that name a host of ours which they cannot reach', (model) =>
  podTemplates(model).flatMap((template) => {
    const lost = unreached(model, template);
    const excused = isExcused(model, template, 'ownHosts');
    return [
      ...letter(
        template,
        lost.filter(({ isPublic }) => !isPublic),
        inside,
      ),
      ...letter(
        template,
        lost.filter(({ isPublic }) => isPublic && !excused),
        outside,
      ),
    ];
  }),
);

function letter({ path, namespace, name }: PodTemplate, lost: readonly OwnHost[], cure: string): readonly Letter[] {
  if (lost.length === 0) return [];
  const what = `${namespace}/${name} names a host of ours that it cannot reach`;
  const names = lost.map(({ called }) => called);
  const more = names.length > shown ? ` and ${names.length - shown} more` : '';
  return [{ where: path, what, got: `${names.slice(0, shown).join(', ')}${more}`, cure }];
}

/** Each of ours once. */
function unreached(model: Model, template: PodTemplate): readonly OwnHost[] {
  const group = networkOf(model).groupAt(template.path);
  if (!group || group.onHost) return [];
  const named = textsOf(model, template)
    .flatMap(hostsIn)
    .flatMap((host) => ownHost(model, host, template.namespace) ?? []);
  const ours = new Map(named.map((one) => [one.called, one]));
  return [...ours.values()].filter(({ reachedBy }) => !reachedBy(group));
}
