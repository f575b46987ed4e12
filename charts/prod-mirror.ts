import type { PlatformApp } from '../constructs/facts/platform-app.ts';
import { NamespaceChart } from '../constructs/namespace/namespace.ts';
import { GitMirror } from '../constructs/services/git-mirror/git-mirror.ts';

/** Reversibility: our repositories on our own disk. */
export class ProdMirror extends NamespaceChart {
  constructor(app: PlatformApp) {
    super(app, 'prod-mirror', { tier: 'prod', web: false });
    new GitMirror(this, 'git-mirror', { projects: app.platform.mirrored });
  }
}
