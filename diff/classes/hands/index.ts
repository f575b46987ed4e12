import type { ChangeClass } from '../../change/change.ts';
import { letGo, orphanedLayers } from './layers.ts';
import { bootstraps, engines, hostRuns, kernelSettings } from './machines.ts';
import { onDelete, staleFiles, vaultServer } from './programs.ts';
import { existing, mailboxes, resealed } from './secrets.ts';
import { abandoned, applies, newZones, ordered } from './terraform.ts';
import { grown } from './volumes.ts';

/** What Git alone does not do. */
export const hands: ChangeClass = {
  name: 'hands',
  title: 'By hand',
  rules: [grown, letGo, orphanedLayers, resealed, mailboxes, existing, onDelete, vaultServer, staleFiles, ordered],
  consequences: [applies, abandoned, newZones, hostRuns, bootstraps, engines, kernelSettings],
};
