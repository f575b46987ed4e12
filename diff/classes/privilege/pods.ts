import { violationsOf } from '../../../synth/reading/pod-security.ts';
import type { PodTemplate } from '../../../synth/reading/pods.ts';
import { type Claim, claimOn, isRemoved, type Rule, whole } from '../../change/change.ts';
import type { Field } from '../../compare/field.ts';
import { templateOf, templatePath } from '../../sides/pods.ts';

/** Where a pod's freedoms are written. */
const freedoms: readonly string[] = [
  ...['securityContext', 'hostNetwork', 'hostPID', 'hostIPC', 'automountServiceAccountToken'],
];

/** A pod may do more than it might: what Kubernetes' own levels and ours would hold against it, and did not before. */
export const relaxedPods: Rule = (changed) => {
  const { before, after, entity, fields } = changed;
  if (!templatePath(entity.kind) || isRemoved(changed) || !after) return [];
  const fresh = templateOf(after);
  const old = before && templateOf(before);
  const more = (fresh ? slackOf(fresh) : []).filter((one) => !(old ? slackOf(old) : []).includes(one));
  if (more.length === 0) return [];
  const own = before ? fields.filter(isFreedom) : whole(changed);
  const says = before
    ? `its hardening is relaxed: ${more.join('; ')}`
    : `is softer than the default: ${more.join('; ')}`;
  return before ? claimOn(own, says) : [{ fields: own, says, also: true } satisfies Claim];
};

function isFreedom({ path, before, after }: Field): boolean {
  if (path.some((key) => freedoms.includes(key) || key === 'hostPort')) return true;
  return /"host(Path|Port)"/.test(JSON.stringify([before, after]));
}

/** Each freedom in words. The levels of Kubernetes do not speak of a writable root, nor of the API token. */
function slackOf(template: PodTemplate): readonly string[] {
  const levels = violationsOf(template, []).map(({ what }) => what);
  const writable = template.containers
    .filter(({ security }) => security.readOnlyRootFilesystem !== true)
    .map(({ name }) => `${name}: writes to its root file system`);
  const token = template.automountToken === false ? [] : ['sees the token of its service account'];
  return [...new Set([...levels, ...writable, ...token])];
}
