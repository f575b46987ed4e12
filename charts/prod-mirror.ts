import { GitMirror } from '../constructs/git-mirror.ts';
import { NamespaceChart } from '../constructs/namespace.ts';
import type { PlatformApp } from '../constructs/platform-app.ts';

/** Reversibility: our repositories on our own disk. */
export class ProdMirror extends NamespaceChart {
  constructor(app: PlatformApp) {
    super(app, 'prod-mirror', { tier: 'prod', web: false });
    new GitMirror(this, 'git-mirror', { projects: app.platform.mirrored });
  }
}
