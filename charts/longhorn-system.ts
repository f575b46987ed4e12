import type { App } from 'cdk8s';
import { NamespaceChart } from '../constructs/namespace/namespace.ts';
import { Longhorn } from '../constructs/services/longhorn.ts';

/** Off by default: volumes on several machines. */
export class LonghornSystem extends NamespaceChart {
  constructor(app: App) {
    super(app, 'longhorn-system', {
      tier: 'platform',
      layer: 'operators',
      noQuota: 'Longhorn sizes its own pods; one that is ended at a ceiling takes every volume of its machine away',
    });
    new Longhorn(this, 'longhorn');
  }
}
