import type { Construct } from 'constructs';
import { HelmChart } from '../../imports/helm.cattle.io.ts';
import type { Resources } from '../../platform/types.ts';
import { Exception, ResourceClaim } from '../facts/claim.ts';
import { machinesOf } from '../facts/platform-app.ts';
import { keepOnDeploy } from '../facts/prune.ts';
import { yamlText } from '../facts/yaml.ts';
import { type Endpoint, kubernetesApi } from '../network/endpoint.ts';
import { ForeignPods, type ForeignPodsProps } from '../pod/foreign-pods.ts';
import { pinnedTo } from '../pod/scheduling.ts';
import type { ChartReference, ChartValues } from './helm-chart.ts';
import { Release, type ReleaseProps } from './release.ts';
import { Service, type ServiceProps } from './service.ts';

/** Pods of a chart: what nobody but the chart decides, and what we hold about them. */
export interface ComponentProps extends Omit<ForeignPodsProps, 'name' | 'pods' | 'machine'> {
  /** What its edges are called. Default: `<service>-<component>`. */
  readonly name?: string;
  /** The labels that the chart gives these pods. */
  readonly labels: Readonly<Record<string, string>>;
}

/**
 * A service that comes as a Helm chart: the release, and its components, whose edges and claims are ours although their pods
 * are not.
 */
export abstract class HelmService extends Service {
  /** What others can only be made of once the chart is there: API groups of its kinds, and its class of volumes. */
  readonly brings: { readonly groups?: readonly string[]; readonly storageClass?: string } = {};

  constructor(scope: Construct, id: string, props: ServiceProps = {}) {
    super(scope, id, { layer: 'operators', ...props });
  }

  /** The Kubernetes API, which an operator cannot do without. */
  get api(): Endpoint {
    return kubernetesApi(this.platform);
  }

  /** A chart's `nodeSelector` value: the service's machine. */
  get nodeSelector(): Readonly<Record<string, string>> {
    return pinnedTo(this.machine);
  }

  /** Has the GitOps engine install a chart; in the layer `bootstrap` K3s does, before there is an engine. */
  install(
    chart: ChartReference,
    values: ChartValues,
    how: Pick<ReleaseProps, 'unready' | 'byHand' | 'ignoredFields'> = {},
  ): void {
    const { layer, node } = this;
    const namespace = this.chart.namespaceName;
    if (layer === 'bootstrap') this.autoDeploy(chart, values);
    else new Release(this, 'release', { namespace, name: node.id, chart, values, ...how });
  }

  /** Pods that the chart makes. An endpoint: others reach it. */
  component(id: string, { name = `${this.node.id}-${id}`, labels, ...props }: ComponentProps): ForeignPods {
    const pods = { namespace: this.chart.namespaceName, labels, guarded: this.chart.guarded };
    return new ForeignPods(this, id, { name, pods, machine: this.machine, ...props });
  }

  /** What the chart runs on each machine of the phase, by name. */
  claimEverywhere(shares: Readonly<Record<string, Resources>>): void {
    for (const machine of machinesOf(this.platform)) {
      for (const [share, resources] of Object.entries(shares)) {
        new ResourceClaim(this, `claim-${share}-${machine.name}`, { machine, resources });
      }
    }
  }

  /** The chart's pods are privileged, with the reason. */
  allowPrivileged(what: string, reason: string): void {
    this.chart.require('privileged');
    new Exception(this, 'privileged', `${what} in ${this.chart.namespaceName}`, reason);
  }

  /** @see https://docs.k3s.io/add-ons/helm */
  private autoDeploy({ repository, chart, version }: ChartReference, values: ChartValues): void {
    new HelmChart(this, 'chart', {
      metadata: { name: this.node.id, namespace: 'kube-system', labels: keepOnDeploy },
      spec: {
        chart: `${repository}/${chart}`,
        version,
        targetNamespace: this.chart.namespaceName,
        // The default uninstalls, and with it all that the engine's kinds hold.
        failurePolicy: 'retry',
        valuesContent: yamlText(values),
      },
    });
  }
}
