/*
 * Fields: image, volumeMounts and claims of pods of one service (app.kubernetes.io/name).
 * Allowed: pods of one image that share a claim mount the same folders of the same claims: what one of them writes the others read.
 */

import { grouped } from '../../../constructs/facts/grouped.ts';
import { check } from '../../model/check.ts';
import type { Letter } from '../../model/finding.ts';
import { at, itemsOf, textOf } from '../../reading/json.ts';
import { type PodTemplate, podTemplates } from '../../reading/pods.ts';

const cure = 'give every role the same volumes at the same paths';

export default check('roles of one program that do not see the same state', (model) => {
  const manifests = new Map(model.documents.map(({ path, manifest }) => [path, manifest]));
  const roles = podTemplates(model).map((pod) => roleOf(manifests.get(pod.path), pod));
  const programs = [...grouped(roles, ({ program }) => program).values()];
  return programs.flatMap((own) => own.flatMap((one, index) => later(one, own.slice(index + 1))));
});

function later(one: Role, others: readonly Role[]): readonly Letter[] {
  return others.flatMap((other) => {
    const apart = meet(one.claims, other.claims) ? difference(one, other) : [];
    const what = `'${one.name}' and '${other.name}' run one image on one volume, and one of them lacks a folder`;
    return apart.length === 0 ? [] : [{ where: other.path, what, got: apart.join(', '), cure }];
  });
}

interface Role {
  readonly path: string;
  readonly name: string;
  /** Namespace, service and image. */
  readonly program: string;
  readonly claims: ReadonlySet<string>;
  /** `claim/folder at /path`. */
  readonly folders: ReadonlySet<string>;
}

const meet = (some: ReadonlySet<string>, others: ReadonlySet<string>) => [...some].some((claim) => others.has(claim));

const difference = ({ folders: some }: Role, { folders: others }: Role): readonly string[] =>
  [...some].filter((folder) => !others.has(folder)).concat([...others].filter((folder) => !some.has(folder)));

function roleOf(manifest: unknown, { path, name, namespace, labels }: PodTemplate): Role {
  const spec =
    at(manifest, 'spec', 'template', 'spec') ?? at(manifest, 'spec', 'jobTemplate', 'spec', 'template', 'spec');
  const claimOf = new Map(
    itemsOf(at(spec, 'volumes')).flatMap((volume) => {
      const claim = textOf(at(volume, 'persistentVolumeClaim', 'claimName'));
      return claim === undefined ? [] : [[textOf(volume['name']), claim] as const];
    }),
  );
  const [container] = itemsOf(at(spec, 'containers'));
  const folders = itemsOf(container?.['volumeMounts']).flatMap(({ name: volume, mountPath, subPath }) => {
    const claim = claimOf.get(textOf(volume));
    return claim === undefined ? [] : [`${claim}${subPath ? `/${subPath}` : ''} at ${mountPath}`];
  });
  const program = [namespace, labels['app.kubernetes.io/name'], textOf(container?.['image'])].join(' ');
  return { path, name, program, claims: new Set(claimOf.values()), folders: new Set(folders) };
}
