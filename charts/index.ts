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

/** Builds one part, or says why it cannot be built. */
type Attempt = (build: () => void) => void;

/**
 * Every namespace: the services, then the portal that knows them, then what feeds Vault with all of their secrets, then what
 * the GitOps engine is told of all that.
 *
 * @param attempt builds each by itself, so that one that throws leaves the others be; by default it throws
 */
export function buildCharts(app: PlatformApp, attempt: Attempt = (build) => build()): void {
  const engine = buildEngine(app, attempt);
  buildServices(app, attempt);
  attempt(() => new Security(app, takeInventory(app)).feed(takeInventory(app)));
  attempt(() => engine?.takeLayers());
}

/** Puts every namespace into an app: what a platform is made of, or a bench's town. */
export type Build = typeof buildCharts;

/** Undefined where it cannot be built. */
function buildEngine(app: PlatformApp, attempt: Attempt): FluxSystem | ArgoCdNamespace | undefined {
  let engine: FluxSystem | ArgoCdNamespace | undefined;
  attempt(() => {
    engine = app.platform.gitops === 'flux' ? new FluxSystem(app) : new ArgoCdNamespace(app);
  });
  return engine;
}

function buildServices(app: PlatformApp, attempt: Attempt): void {
  const { phase, storage, trivy, velero } = app.platform;
  attempt(() => new KubeSystem(app));
  attempt(() => new CertManagerNamespace(app));
  if (phase >= 2) attempt(() => new SealedSecretsNamespace(app));
  if (storage === 'longhorn') attempt(() => new LonghornSystem(app));
  if (velero) attempt(() => new VeleroNamespace(app));
  if (trivy) attempt(() => new TrivySystem(app));
  attempt(() => new NodeAgents(app, new Monitoring(app, () => takeInventory(app)).loki));
  attempt(() => new ProdMail(app));
  attempt(() => new ProdCloud(app));
  attempt(() => new ProdWeb(app));
  attempt(() => new ProdMarketing(app));
  attempt(() => new ProdGestion(app));
  attempt(() => new ProdMirror(app));
  if (phase >= 2) buildLab(app, attempt);
}

/** What AI-LAB is for; all of it is `dev`. */
function buildLab(app: PlatformApp, attempt: Attempt): void {
  attempt(() => new DevopsFactory(app, new CiJobs(app).builds));
  attempt(() => new AiLab(app));
}
