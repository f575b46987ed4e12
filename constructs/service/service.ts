import { k8s } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import type { SystemName } from '../../platform/systems.ts';
import type { BucketName, Host, Layer, Machine, Platform } from '../../platform/types.ts';
import { name } from '../../platform/values/names.ts';
import { oneOf } from '../../platform/values/value-kind.ts';
import { freshId } from '../facts/fresh-id.ts';
import { fileIn, machinesOf, platformOf, zoneOf } from '../facts/platform-app.ts';
import { taken } from '../facts/taken.ts';
import { NamespaceChart } from '../namespace/namespace.ts';
import { podLabels } from '../network/endpoint.ts';
import { Bucket } from '../outside/bucket.ts';
import { type Mailbox, MailboxClaim, mailOf } from '../outside/mail.ts';
import { Grant } from '../pod/grant.ts';
import type { PodProps } from '../pod/pod-props.ts';
import { type Priority, priorityOf } from '../pod/priority.ts';
import { Volume, type VolumeProps } from '../pod/volume.ts';
import {
  MachineWorkload,
  type ScheduledProps,
  ScheduledWorkload,
  Workload,
  type WorkloadPlace,
  type WorkloadProps,
} from '../pod/workload.ts';
import {
  backendOf,
  type Recipe,
  random,
  type SecretBackend,
  SecretClaim,
  type SecretClaimProps,
  type SecretReference,
} from '../secret/secret.ts';
import { Exposure, type ExposureProps } from '../web/exposure.ts';
import { type Portal, portalOf } from '../web/portal.ts';

/** The machine makes the mailbox, with the password that it reads in the cluster. */
const handedOver =
  'Mailcow has it within the hour, or at once by `systemctl start uyoop-mail-accounts` on the mail host';

const layerName = oneOf<Layer>('layer', {
  bootstrap: true,
  gitops: true,
  operators: true,
  configuration: true,
  services: true,
});

/** Commands, in one of a service's workloads, that hold its state still while it is saved, and let it go. Both may be run twice. */
export interface Pause {
  readonly workload: string;
  readonly begin: readonly string[];
  readonly end: readonly string[];
}

const inPodOf = (service: string, { workload, ...commands }: NonNullable<VolumeProps['dump']>) => ({
  pod: podLabels(service, workload),
  ...commands,
});

/** `shows` is a command of the server, and an extended regular expression that what it prints has in it. */
export interface AfterRestore {
  readonly byHand: string;
  readonly shows: { readonly run: string; readonly says: string };
}

export interface ServiceProps {
  /** Machine that it runs on. Default: the first one that takes the namespace's tier. */
  readonly node?: string;
  /** Default: `services`. */
  readonly layer?: Layer;
  /** In Vault's phase it stays on SealedSecrets of its own namespace, until this line is taken out. Default: what the phase says. */
  readonly secrets?: 'sealed';
  /** What its workloads outlive. Default: by the namespace's tier. */
  readonly priority?: Priority;
}

/**
 * One system of the platform: everything that makes it up is declared in its constructor, and all of it lands in one file,
 * `kubernetes/<layer>/<namespace>/<id>.yaml`. The id is the service's name everywhere.
 */
export abstract class Service extends Construct {
  /** Which row of the platform's table of systems it is, or belongs to. Default: a row of its own. */
  readonly system?: SystemName;
  /** For a service whose volumes, databases and buckets are worth something only as they were at one moment. */
  readonly pause?: Pause;
  /** What a person does before it works again on a machine that was empty, and what shows that it does. */
  readonly afterRestore?: AfterRestore;
  readonly file: string;
  readonly layer: Layer;
  readonly chart: NamespaceChart;
  readonly machine: Machine;
  /** Where its secret values come from. */
  readonly secretBackend: SecretBackend;
  private readonly priority: Priority;

  constructor(scope: Construct, id: string, props: ServiceProps = {}) {
    super(scope, freshId(scope, id));
    if (!NamespaceChart.is(scope)) {
      throw new Error(
        `${this.node.path}: a service stands directly in a NamespaceChart, got ${scope.constructor.name}`,
      );
    }
    this.chart = scope;
    if (props.layer !== undefined) taken(this, 'layer', layerName, props.layer);
    this.machine = scope.machine(props.node);
    // Vault belongs to prod: what is sealed for the lab stays a SealedSecret, so that nothing of dev ever reaches it.
    const sealed = this.platform.phase === 3 && (scope.tier === 'dev' || props.secrets === 'sealed');
    this.secretBackend = sealed ? 'sealed' : backendOf(this.platform.phase);
    this.priority = props.priority ?? priorityOf(scope.tier);
    this.layer = props.layer ?? 'services';
    this.file = fileIn(this.platform, this.layer, scope.namespaceName, id);
  }

  get platform(): Platform {
    return platformOf(this);
  }

  /** The service's own mailbox at the platform's mail host, `<service>@<the zone of a host of ours>`. */
  mailbox(host: Host): Mailbox {
    const zone = zoneOf(this.platform, host);
    const address = `${this.node.id}@${zone}`;
    const mail = mailOf(this.platform);
    const { password } = this.secret('mail', { password: random(40, { after: handedOver }) });
    new MailboxClaim(this, 'mailbox', address, password);
    return { ...mail, zone, address, password };
  }

  /** Authelia's portal for a host, for a service that logs its users in by OpenID Connect. */
  portal(host: Host): Portal {
    return portalOf(this.platform, host);
  }

  /** A program that runs all the time. The one called `web` bears the service's own name. */
  workload(id: string, props: WorkloadProps): Workload {
    return new Workload(this, `workload-${id}`, this.place(id, props), props);
  }

  /** A program that runs by the clock. */
  scheduled(id: string, props: ScheduledProps): ScheduledWorkload {
    return new ScheduledWorkload(this, `workload-${id}`, this.place(id, props), props);
  }

  /** A program that runs on every machine of the phase. */
  everywhere(id: string, props: PodProps): MachineWorkload {
    const place = { ...this.place(id, props), machines: machinesOf(this.platform) };
    return new MachineWorkload(this, `workload-${id}`, place, props);
  }

  /** Lets this service's pods call the Kubernetes API for exactly `rules`: in one namespace, or in the whole cluster. */
  grant(id: string, rules: readonly k8s.PolicyRule[], namespace?: string): void {
    const { namespaceName } = this.chart;
    new Grant(this, `grant-${id}`, {
      name: `uyoop-${namespaceName}-${this.node.id}-${id}`,
      account: { name: this.serviceAccount(), namespace: namespaceName },
      rules,
      namespace,
    });
  }

  /** State on the machine's disk, to be mounted by this service's workloads. */
  volume(id: string, { dump, ...props }: VolumeProps): Volume {
    this.refuseRepeated('volume', id);
    return new Volume(this, `volume-${id}`, {
      namespace: this.chart.namespaceName,
      name: `${this.node.id}-${id}`,
      machine: this.machine,
      dump: dump && inPodOf(this.node.id, dump),
      ...props,
    });
  }

  /** Secret values by key; what comes back are references, never values. */
  secret<Key extends string>(
    id: string,
    keys: Readonly<Record<Key, Recipe>>,
    props: Partial<Pick<SecretClaimProps, 'name' | 'backend' | 'beside'>> = {},
  ): Readonly<Record<Key, SecretReference>> {
    this.refuseRepeated('secret', id);
    const claim = new SecretClaim(this, `secret-${id}`, {
      namespace: this.chart.namespaceName,
      name: `${this.node.id}-${id}`,
      keys,
      backend: this.secretBackend,
      ...props,
    });
    const references = Object.keys(keys).map((key) => [key, claim.key(key)]);
    return Object.fromEntries(references) as Record<Key, SecretReference>;
  }

  /** A bucket of the platform, with the credential of its one user. */
  bucket(name: BucketName): Bucket {
    const { access, secret } = this.secret(`bucket-${name}`, Bucket.credential(name));
    return new Bucket(this, `bucket-${name}`, { name, accessKey: access, secretKey: secret });
  }

  /** Puts a workload on the internet, and lets Traefik in. A service's second host needs a `suffix` for its objects' names. */
  expose(workload: Workload, props: ExposureProps, suffix?: string): Exposure {
    workload.admitTraefik();
    const backend = { service: workload.name, port: workload.port };
    const id = suffix === undefined ? 'exposure' : `exposure-${taken(this, 'suffix of a host', name, suffix)}`;
    return new Exposure(this, freshId(this, id), {
      ...props,
      chart: this.chart,
      name: suffix === undefined ? this.node.id : `${this.node.id}-${suffix}`,
      backend,
    });
  }

  private refuseRepeated(kind: 'volume' | 'secret' | 'workload', id: string): void {
    taken(this, `id of a ${kind}`, name, id);
    if (!this.node.tryFindChild(`${kind}-${id}`)) return;
    throw new Error(`${this.node.path}: has a ${kind} '${id}' already; give one of the two another id`);
  }

  /** Names for a workload; the selector hangs on these two labels alone and never changes. */
  private place(id: string, { ownAccount }: PodProps): WorkloadPlace {
    this.refuseRepeated('workload', id);
    const service = this.node.id;
    const called = id === 'web' ? service : `${service}-${id}`;
    return {
      chart: this.chart,
      name: called,
      labels: podLabels(service, id),
      machine: this.machine,
      serviceAccount: this.serviceAccount(ownAccount ? called : service),
      priority: this.priority,
    };
  }

  /** The service's own account, whose token no pod sees unless it relaxes that; or one of its workloads'. */
  serviceAccount(name = this.node.id): string {
    const id = name === this.node.id ? 'service-account' : `service-account-${name}`;
    if (!this.node.tryFindChild(id)) {
      new k8s.KubeServiceAccount(this, id, {
        metadata: { name, namespace: this.chart.namespaceName },
        automountServiceAccountToken: false,
      });
    }
    return name;
  }
}
