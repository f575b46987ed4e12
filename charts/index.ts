import type { PlatformApp } from '../constructs/platform-app.ts';
import { ArgoCdNamespace } from './argocd.ts';
import { CertManagerNamespace } from './cert-manager.ts';
import { FluxSystem } from './flux-system.ts';
import { KubeSystem } from './kube-system.ts';
import { ProdCloud } from './prod-cloud.ts';
import { ProdGestion } from './prod-gestion.ts';
import { ProdMail } from './prod-mail.ts';
import { ProdMarketing } from './prod-marketing.ts';
import { ProdWeb } from './prod-web.ts';
import { SealedSecretsNamespace } from './sealed-secrets.ts';
import { Security } from './security.ts';

/** Every namespace. `security` comes last: the portal's rules are read off all that stands before it. */
export function buildCharts(app: PlatformApp): void {
  const { phase, gitops } = app.platform;
  if (gitops === 'flux') new FluxSystem(app);
  else new ArgoCdNamespace(app);
  new KubeSystem(app);
  new CertManagerNamespace(app);
  if (phase >= 2) new SealedSecretsNamespace(app);
  new ProdMail(app);
  new ProdCloud(app);
  new ProdWeb(app);
  new ProdMarketing(app);
  new ProdGestion(app);
  new Security(app);
}
