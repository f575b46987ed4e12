import type { App } from 'cdk8s';
import { strangersNamespace } from '../constructs/facts/landmarks.ts';
import { NamespaceChart } from '../constructs/namespace/namespace.ts';
import { BuildPods } from '../constructs/services/gitlab-runner/build-pods.ts';

/** The pods of CI jobs, apart from everything else: whoever may make pods here owns all that is here. */
export class CiJobs extends NamespaceChart {
  readonly builds: BuildPods;

  constructor(app: App) {
    super(app, strangersNamespace, { tier: 'dev', web: false, exactQuota: true });
    this.builds = new BuildPods(this, 'builds', { concurrent: 1 });
  }
}
