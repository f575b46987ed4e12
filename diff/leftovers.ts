import { at, itemsOf, textOf } from '../synth/reading/json.ts';
import { isRemoved } from './change/change.ts';
import type { Leftover } from './change/leftover.ts';
import type { Changed } from './compare/changed.ts';
import { isGuarded } from './sides/pods.ts';
import { isMailbox, secretOf, secretsOf, vaultPath } from './sides/sealed.ts';
import type { Side } from './sides/side.ts';
import type { Entity } from './tree/entity.ts';

type Left = (entity: Entity) => readonly Leftover[];

const left = (what: string, cure: string): readonly Leftover[] => [{ what, cure }];

/** What each kind leaves behind. */
const kinds: Readonly<Record<string, Left>> = {
  PersistentVolumeClaim: (entity) =>
    isGuarded(entity)
      ? left(
          `volume ${entity.called} (${at(entity.value, 'spec', 'resources', 'requests', 'storage')})`,
          `kubectl -n ${entity.home} delete pvc ${entity.name}, once a last backup of it is restored somewhere`,
        )
      : [],
  Namespace: (entity) =>
    isGuarded(entity)
      ? left(`namespace ${entity.name}`, `kubectl delete namespace ${entity.name}, which deletes its volumes`)
      : [],
  StatefulSet: ({ called, home, name, value }) =>
    itemsOf(at(value, 'spec', 'volumeClaimTemplates')).flatMap(({ metadata }) =>
      left(`volumes of ${called}`, `kubectl -n ${home} delete pvc ${textOf(at(metadata, 'name'))}-${name}-0`),
    ),
  SealedSecret: (entity) => [
    ...left(`sealed value ${secretOf(entity)}`, 'npm run secrets -- prune'),
    ...(isMailbox(secretOf(entity)) ? left(`mailbox of ${secretOf(entity)}`, 'delete it in Mailcow') : []),
    ...(vaultPath(entity)
      ? left(`secret/${vaultPath(entity)} in Vault`, `vault kv metadata delete -mount=secret ${vaultPath(entity)}`)
      : []),
  ],
  Certificate: ({ home, value }) =>
    left(
      `certificate's Secret ${home}/${textOf(at(value, 'spec', 'secretName'))}`,
      'cert-manager keeps it: kubectl delete secret',
    ),
  HelmRelease: ({ called }) => left(`CRDs and volumes of the chart ${called}`, 'Helm deletes neither'),
  ovh_cloud_project_user: ({ called }) => left(`keys of ${called} wherever they were copied`, 'they end with the user'),
};

/** What is left behind by all that goes, each once. */
export function leftoversOf(changes: readonly Changed[], after: Side): readonly Leftover[] {
  // In another phase the same secret lies elsewhere.
  const moved = ({ kind, ...entity }: Entity) =>
    kind === 'SealedSecret' && after.fact(secretsOf).has(secretOf({ kind, ...entity }));
  const all = changes
    .filter((one) => isRemoved(one) && !moved(one.entity))
    .flatMap(({ entity }) => kinds[entity.kind]?.(entity) ?? []);
  return [...new Map(all.map((one) => [one.what, one])).values()];
}
