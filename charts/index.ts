import type { PlatformApp } from '../constructs/facts/platform-app.ts';
import { takeInventory } from '../constructs/inventory.ts';
import { AiLab } from './ai-lab.ts';
import { ArgoCdNamespace } from './argocd.ts';
import { CertManagerNamespace } from './cert-manager.ts';
import { CiJobs } from './ci-jobs.ts';
import { DevopsFactory } from './devops-factory.ts';
import { FluxSystem } from './flux-system.ts';
import { KubeSystem } from './kube-system.ts';
import { LonghornSystem } from './longhorn-system.ts';
import { Monitoring } from './monitoring.ts';
import { NodeAgents } from './node-agents.ts';
import { ProdCloud } from './prod-cloud.ts';
import { ProdGestion } from './prod-gestion.ts';
import { ProdMail } from './prod-mail.ts';
import { ProdMarketing } from './prod-marketing.ts';
import { ProdMirror } from './prod-mirror.ts';
import { ProdWeb } from './prod-web.ts';
import { SealedSecretsNamespace } from './sealed-secrets.ts';
import { Security } from './security.ts';
import { TrivySystem } from './trivy-system.ts';
import { VeleroNamespace } from './velero.ts';

/** Every namespace: the services, then the portal that knows them, then what feeds Vault with all of their secrets. */
export function buildCharts(app: PlatformApp): void {
  buildServices(app);
  const security = new Security(app, takeInventory(app));
  security.feed(takeInventory(app));
}

function buildServices(app: PlatformApp): void {
  const { phase, gitops, storage, trivy, velero } = app.platform;
  if (gitops === 'flux') new FluxSystem(app);
  else new ArgoCdNamespace(app);
  new KubeSystem(app);
  new CertManagerNamespace(app);
  if (phase >= 2) new SealedSecretsNamespace(app);
  if (storage === 'longhorn') new LonghornSystem(app);
  if (velero) new VeleroNamespace(app);
  if (trivy) new TrivySystem(app);
  const { loki } = new Monitoring(app, () => takeInventory(app));
  new NodeAgents(app, loki);
  new ProdMail(app);
  new ProdCloud(app);
  new ProdWeb(app);
  new ProdMarketing(app);
  new ProdGestion(app);
  new ProdMirror(app);
  if (phase >= 2) buildLab(app);
}

/** What AI-LAB is for; all of it is `dev`. */
function buildLab(app: PlatformApp): void {
  const { builds } = new CiJobs(app);
  new DevopsFactory(app, builds);
  new AiLab(app);
}
