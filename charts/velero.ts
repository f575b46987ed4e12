import type { App } from 'cdk8s';
import { NamespaceChart } from '../constructs/namespace/namespace.ts';
import { Velero } from '../constructs/services/velero.ts';

/** Off by default: backups by Velero, beside restic. */
export class VeleroNamespace extends NamespaceChart {
  constructor(app: App) {
    super(app, 'velero', {
      tier: 'platform',
      noQuota: 'Velero sizes the pods that copy volumes itself; one that is ended at a ceiling is a backup that failed',
    });
    new Velero(this, 'velero');
  }
}
