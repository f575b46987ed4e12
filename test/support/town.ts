import type { PlatformApp } from '../../constructs/facts/platform-app.ts';
import type { SealedStore } from '../../constructs/facts/sealed-store.ts';
import { takeInventory } from '../../constructs/inventory.ts';
import { NamespaceChart } from '../../constructs/namespace/namespace.ts';
import { OutsideStates } from '../../constructs/outside/states.ts';
import { AcmeIssuer } from '../../constructs/services/acme-issuer.ts';
import { Authelia } from '../../constructs/services/authelia/authelia.ts';
import { CertManager } from '../../constructs/services/cert-manager.ts';
import { ArgoCdLayers, ArgoCdRoot } from '../../constructs/services/gitops/argo-applications.ts';
import { ArgoCd } from '../../constructs/services/gitops/argo-cd.ts';
import { Flux } from '../../constructs/services/gitops/flux.ts';
import { FluxLayers } from '../../constructs/services/gitops/flux-layers.ts';
import { FluxOperator } from '../../constructs/services/gitops/flux-operator.ts';
import { MailHost } from '../../constructs/services/mail-host.ts';
import { Alertmanager } from '../../constructs/services/monitoring/alertmanager.ts';
import { Alloy } from '../../constructs/services/monitoring/alloy.ts';
import { Blackbox } from '../../constructs/services/monitoring/blackbox.ts';
import { Grafana } from '../../constructs/services/monitoring/grafana.ts';
import { Loki } from '../../constructs/services/monitoring/loki.ts';
import { NodeExporter } from '../../constructs/services/monitoring/node-exporter.ts';
import { Prometheus } from '../../constructs/services/monitoring/prometheus.ts';
import { Priorities } from '../../constructs/services/priorities.ts';
import { SealedSecretsController } from '../../constructs/services/sealed-secrets.ts';
import { Traefik } from '../../constructs/services/traefik/traefik.ts';
import { VaultFeed } from '../../constructs/services/vault/feed.ts';
import { VaultSnapshot } from '../../constructs/services/vault/snapshot.ts';
import { Vault } from '../../constructs/services/vault/vault.ts';
import type { Platform } from '../../platform/types.ts';
import { built, type Composed, remembered } from './composed.ts';
import { host } from './platform.ts';
import { Cinema, Lab, Shop } from './town-services.ts';

export interface TownProps {
  readonly platform?: Partial<Platform>;
  /** Default: nothing is. */
  readonly sealed?: SealedStore;
  /** Puts more there, before what is derived from everything. */
  readonly add?: (app: PlatformApp) => void;
}

/** A small platform on the fixture's machines: what every platform stands on, around services that nobody else has. */
export function townWith({ platform = {}, sealed, add }: TownProps = {}): Composed {
  return built(
    (app) => {
      const engine = buildEngine(app);
      buildGround(app);
      const loki = buildMonitoring(app);
      buildAgents(app, loki);
      buildServices(app);
      add?.(app);
      buildSecurity(app);
      buildLayers(engine);
    },
    { phase: 3, ...platform },
    sealed,
  );
}

/** The town in a phase and with an engine, built once a test file. */
export const town = remembered((phase, gitops) => townWith({ platform: { phase, gitops } }));

function buildEngine(app: PlatformApp): NamespaceChart {
  const props = { tier: 'platform', layer: 'bootstrap' } as const;
  if (app.platform.gitops === 'flux') {
    const chart = new NamespaceChart(app, 'flux-system', props);
    new FluxOperator(chart, 'flux-operator');
    new Flux(chart, 'flux');
    return chart;
  }
  const chart = new NamespaceChart(app, 'argocd', props);
  new ArgoCd(chart, 'argo-cd');
  new ArgoCdRoot(chart, 'root');
  return chart;
}

function buildLayers(engine: NamespaceChart): void {
  if (engine.namespaceName === 'argocd') new ArgoCdLayers(engine, 'layers');
  else new FluxLayers(engine, 'layers');
}

function buildGround(app: PlatformApp): void {
  const kubeSystem = new NamespaceChart(app, 'kube-system', { tier: 'platform', existing: true });
  new OutsideStates(kubeSystem, 'outside');
  new Priorities(kubeSystem, 'priorities');
  new Traefik(kubeSystem, 'traefik');
  const certificates = new NamespaceChart(app, 'cert-manager', { tier: 'platform', layer: 'operators' });
  new CertManager(certificates, 'cert-manager');
  new AcmeIssuer(certificates, 'issuer');
  if (app.platform.phase < 2) return;
  const sealed = new NamespaceChart(app, 'sealed-secrets', { tier: 'platform', layer: 'operators' });
  new SealedSecretsController(sealed, 'sealed-secrets');
}

function buildMonitoring(app: PlatformApp): Loki['web'] | undefined {
  const chart = new NamespaceChart(app, 'monitoring', { tier: 'platform', web: true });
  const alertmanager = new Alertmanager(chart, 'alertmanager').web;
  const blackbox = new Blackbox(chart, 'blackbox').web;
  const loki = app.platform.logs && app.platform.phase >= 2 ? new Loki(chart, 'loki').web : undefined;
  const prometheus = new Prometheus(chart, 'prometheus', {
    alertmanager,
    blackbox,
    inventory: () => takeInventory(app),
  });
  new Grafana(chart, 'grafana', { host: host('grafana.harbour.example'), prometheus, alertmanager, loki });
  return loki;
}

function buildAgents(app: PlatformApp, loki: Loki['web'] | undefined): void {
  const chart = new NamespaceChart(app, 'node-agents', { tier: 'platform' });
  new NodeExporter(chart, 'node-exporter');
  if (loki) new Alloy(chart, 'alloy', { loki });
}

function buildServices(app: PlatformApp): void {
  new MailHost(new NamespaceChart(app, 'prod-mail', { tier: 'prod' }), 'mailcow');
  new Shop(new NamespaceChart(app, 'prod-shop', { tier: 'prod' }), 'shop');
  new Cinema(new NamespaceChart(app, 'prod-cinema', { tier: 'prod' }), 'cinema');
  if (app.platform.phase >= 2) new Lab(new NamespaceChart(app, 'lab', { tier: 'dev' }), 'bench');
}

function buildSecurity(app: PlatformApp): void {
  const chart = new NamespaceChart(app, 'security', { tier: 'prod', layer: 'operators' });
  if (app.platform.phase >= 3) new Vault(chart, 'vault');
  new Authelia(chart, 'authelia', { exposures: takeInventory(app).exposures });
  if (app.platform.phase < 3) return;
  new VaultSnapshot(chart, 'vault-snapshot');
  new VaultFeed(chart, 'vault-feed', takeInventory(app));
}
