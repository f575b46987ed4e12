import type { BuildPods } from '../constructs/build-pods.ts';
import { hasOwnForge } from '../constructs/forge.ts';
import { ForgeRedirect } from '../constructs/forge-redirect.ts';
import { GitLab } from '../constructs/gitlab.ts';
import { GitLabRunner } from '../constructs/gitlab-runner.ts';
import { NamespaceChart } from '../constructs/namespace.ts';
import type { PlatformApp } from '../constructs/platform-app.ts';
import { SonarQube } from '../constructs/sonarqube.ts';

/** The forge's side of the lab: runner, quality gate, and our own name for the forge. */
export class DevopsFactory extends NamespaceChart {
  constructor(app: PlatformApp, builds: BuildPods) {
    super(app, 'devops-factory', { tier: 'dev' });
    const { forgeHost: host } = app.platform;
    new SonarQube(this, 'sonarqube', { host: 'sonar.uyoop.fr' });
    new GitLabRunner(this, 'gitlab-runner', { builds });
    if (hasOwnForge(app.platform)) new GitLab(this, 'gitlab', { host });
    else new ForgeRedirect(this, 'forge', { host });
  }
}
