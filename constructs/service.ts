import { k8s } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import type { BucketName, Host, Layer, Machine, Platform } from '../platform/types.ts';
import { Bucket } from './bucket.ts';
import { Edge } from './edge.ts';
import { traefikPods } from './endpoint.ts';
import { Exposure, type ExposureProps } from './exposure.ts';
import { type Mail, mailOf } from './mail.ts';
import { NamespaceChart } from './namespace.ts';
import { platformOf } from './platform-app.ts';
import { type Portal, portalOf } from './portal.ts';
import { type Recipe, SecretClaim, type SecretReference } from './secret.ts';
import { Volume, type VolumeProps } from './volume.ts';
import {
  type ScheduledProps,
  ScheduledWorkload,
  Workload,
  type WorkloadPlace,
  type WorkloadProps,
} from './workload.ts';

export interface ServiceProps {
  /** Machine that it runs on. Default: the first one that takes the namespace's tier. */
  readonly node?: string;
  /** Default: `services`. */
  readonly layer?: Layer;
}

/**
 * One system of the platform: everything that makes it up is declared in its constructor, and all of it lands in one file,
 * `kubernetes/<layer>/<namespace>/<id>.yaml`. The id is the service's name everywhere.
 */
export abstract class Service extends Construct {
  readonly file: string;
  readonly chart: NamespaceChart;
  readonly machine: Machine;

  constructor(scope: Construct, id: string, props: ServiceProps = {}) {
    super(scope, id);
    if (!NamespaceChart.is(scope)) {
      throw new Error(
        `${this.node.path}: a service stands directly in a NamespaceChart, got ${scope.constructor.name}`,
      );
    }
    this.chart = scope;
    this.machine = scope.machine(props.node);
    this.file = `kubernetes/${props.layer ?? 'services'}/${scope.namespaceName}/${id}.yaml`;
  }

  protected get platform(): Platform {
    return platformOf(this);
  }

  /** The platform's mail host, for a service that sends mail. */
  protected get mail(): Mail {
    return mailOf(this.platform);
  }

  /** Authelia's portal for a host, for a service that logs its users in by OpenID Connect. */
  protected portal(host: Host): Portal {
    return portalOf(this.platform, host);
  }

  /** A program that runs all the time. The one called `web` bears the service's own name. */
  workload(id: string, props: WorkloadProps): Workload {
    return new Workload(this, `workload-${id}`, this.place(id), props);
  }

  /** A program that runs by the clock. */
  protected scheduled(id: string, props: ScheduledProps): ScheduledWorkload {
    return new ScheduledWorkload(this, `workload-${id}`, this.place(id), props);
  }

  /** State on the machine's disk, to be mounted by this service's workloads. */
  volume(id: string, props: VolumeProps): Volume {
    const name = `${this.node.id}-${id}`;
    return new Volume(this, `volume-${id}`, {
      namespace: this.chart.namespaceName,
      name,
      machine: this.machine,
      ...props,
    });
  }

  /** Secret values by key; what comes back are references, never values. */
  secret<Key extends string>(
    id: string,
    keys: Readonly<Record<Key, Recipe>>,
    props: { readonly namespace?: string; readonly alwaysInCluster?: boolean } = {},
  ): Readonly<Record<Key, SecretReference>> {
    const claim = new SecretClaim(this, `secret-${id}`, {
      namespace: this.chart.namespaceName,
      name: `${this.node.id}-${id}`,
      keys,
      ...props,
    });
    const references = Object.keys(keys).map((key) => [key, claim.key(key)]);
    return Object.fromEntries(references) as Record<Key, SecretReference>;
  }

  /** A bucket of the platform, with the credential of its one user. */
  protected bucket(name: BucketName): Bucket {
    const { access, secret } = this.secret(`bucket-${name}`, Bucket.credential(name));
    return new Bucket(this, `bucket-${name}`, { name, accessKey: access, secretKey: secret });
  }

  /** Puts a workload on the internet under a host name. */
  protected expose(workload: Workload, props: ExposureProps): Exposure {
    const from = { name: 'traefik', ...traefikPods };
    new Edge(workload, 'from-traefik', {
      from,
      to: { name: workload.name, peers: [{ pods: workload.pods, ports: [{ port: workload.port }] }] },
    });
    const backend = { service: workload.name, port: workload.port };
    return new Exposure(this, 'exposure', { ...props, chart: this.chart, name: this.node.id, backend });
  }

  /** Names for a workload; the selector hangs on these two labels alone and never changes. */
  private place(id: string): WorkloadPlace {
    const service = this.node.id;
    return {
      chart: this.chart,
      name: id === 'web' ? service : `${service}-${id}`,
      labels: { 'app.kubernetes.io/name': service, 'app.kubernetes.io/component': id },
      machine: this.machine,
      serviceAccount: this.serviceAccount(),
    };
  }

  private serviceAccount(): string {
    const name = this.node.id;
    if (!this.node.tryFindChild('service-account')) {
      new k8s.KubeServiceAccount(this, 'service-account', {
        metadata: { name, namespace: this.chart.namespaceName },
        automountServiceAccountToken: false,
      });
    }
    return name;
  }
}
