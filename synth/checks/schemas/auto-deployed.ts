/*
 * Fields: names of the files of `bootstrap/`; labels of the objects in them that hold others.
 * Allowed: a base name, up to its first dot, that begins with the engine's and is nobody else's; the label by which K3s does
 * not delete an object that its file no longer holds. K3s knows a file by that name alone, over all folders: the second engine's
 * would take the place of the first's, and delete what it had made.
 *
 * @see https://docs.k3s.io/installation/packaged-components
 */

import { keepOnDeploy } from '../../../constructs/facts/prune.ts';
import { check } from '../../model/check.ts';
import type { Letter } from '../../model/finding.ts';
import { textMapOf } from '../../reading/json.ts';
import { type Written, writtenOf } from '../../reading/written.ts';

/** What everything that an engine made goes with, and what a chart is uninstalled with. */
const holders = ['Namespace', 'HelmChart', 'FluxInstance', 'AppProject', 'Application'];

const [label, value] = Object.entries(keepOnDeploy)[0] as [string, string];

export default check('files that K3s takes for others, and what it would delete with them', (model) =>
  model.documents
    .map(writtenOf)
    .filter(({ file }) => file.startsWith('bootstrap/'))
    .flatMap((object) => [...misnamed(object, model.platform.gitops), ...unkept(object)]),
);

function misnamed({ path, file }: Written, engine: string): readonly Letter[] {
  const [name = ''] = file.split('/').at(-1)?.split('.') ?? [];
  if (name === engine || name.startsWith(`${engine}-`)) return [];
  const what = "a file of K3s's auto-deploy folder that another engine, or K3s itself, may have too";
  return [{ where: path, what, got: file, cure: `begin its name with '${engine}-'` }];
}

function unkept({ path, kind, manifest }: Written): readonly Letter[] {
  if (!holders.includes(kind) || textMapOf(manifest.metadata.labels)[label] === value) return [];
  const what = `a ${kind} that K3s deletes as soon as its file does not hold it, and all that it holds with it`;
  return [{ where: path, what, got: `no label ${label}`, cure: `label it ${label}: "${value}"` }];
}
