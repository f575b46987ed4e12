import type { PlatformApp } from '../constructs/facts/platform-app.ts';
import { NamespaceChart } from '../constructs/namespace/namespace.ts';
import { forgeOf } from '../constructs/outside/forge.ts';
import { ForgeRedirect } from '../constructs/services/forge-redirect.ts';
import { GitLab } from '../constructs/services/gitlab/gitlab.ts';
import type { BuildPods } from '../constructs/services/gitlab-runner/build-pods.ts';
import { GitLabRunner } from '../constructs/services/gitlab-runner/gitlab-runner.ts';
import { SonarQube } from '../constructs/services/sonarqube/sonarqube.ts';

/** The forge's side of the lab: runner, quality gate, and our own name for the forge. */
export class DevopsFactory extends NamespaceChart {
  constructor(app: PlatformApp, builds: BuildPods) {
    super(app, 'devops-factory', { tier: 'dev' });
    const { forgeHost: host } = app.platform;
    new SonarQube(this, 'sonarqube', { host: 'sonar.uyoop.fr' });
    new GitLabRunner(this, 'gitlab-runner', { builds });
    if (forgeOf(app.platform).own) new GitLab(this, 'gitlab', { host });
    else new ForgeRedirect(this, 'forge', { host });
  }
}
