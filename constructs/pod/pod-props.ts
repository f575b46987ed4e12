import type { k8s } from 'cdk8s-plus-28';
import type { Image, Machine, Resources } from '../../platform/types.ts';
import type { Endpoint } from '../network/endpoint.ts';
import type { ValueReference } from '../secret/secret.ts';
import type { EnvValue } from './env.ts';
import type { Folder } from './folder.ts';
import type { Identity, Relaxations } from './hardening.ts';
import type { Priority } from './priority.ts';
import type { Probe } from './probe.ts';

/** A file's text; a function is asked when everything is built. */
export type FileText = string | (() => string);

/** A page of metrics in Prometheus's own format. */
export interface Metrics {
  /** Name of the port. Default: the first one. */
  readonly port?: string;
  /** Default: `/metrics`. */
  readonly path?: string;
  /** Default: `http`. */
  readonly scheme?: 'http' | 'https';
}

export interface PodProps extends Identity {
  readonly image: Image;
  /** Replaces the image's entrypoint. */
  readonly command?: readonly string[];
  /** Replaces the image's command. */
  readonly args?: readonly string[];
  /**
   * What the image itself runs (entrypoint and command). Needed where `env` holds secret values: in Vault's phase a shell
   * reads them from a file and then becomes this, with `args` behind it.
   */
  readonly entrypoint?: readonly string[];
  /** Open ports by name; the first one is what probes and routes mean. */
  readonly ports?: Readonly<Record<string, number>>;
  readonly env?: Readonly<Record<string, EnvValue>>;
  /** Folders by path. `/tmp` is there by default. */
  readonly volumes?: Readonly<Record<string, Folder>>;
  /** Read-only files by path; a change restarts the pod. */
  readonly files?: Readonly<Record<string, FileText>>;
  /** Secret values that are mounted although no variable names them. */
  readonly secretFiles?: readonly ValueReference[];
  /** It reads secret files at each use: when Vault replaces a value, it needs no restart. */
  readonly rereadsSecrets?: boolean;
  /** Logs in to Vault as itself and not as its service, whose other pods then cannot read what it reads. */
  readonly ownAccount?: boolean;
  readonly resources: Resources;
  /** A GET path, or more. Required unless `relax.noProbe` says why not, or it is a job. */
  readonly probe?: string | Probe;
  /** Where its traffic goes. DNS is always open; nothing else is. */
  readonly reaches?: readonly Endpoint[];
  readonly relax?: Relaxations;
  /** Seconds between SIGTERM and SIGKILL. Default: 30. */
  readonly graceSeconds?: number;
  /** Where Prometheus reads its metrics. */
  readonly metrics?: Metrics;
  /** What it outlives when memory runs short. Default: by the namespace's tier. */
  readonly priority?: Priority;
}

/** What one concern adds to a pod's template. */
export interface PodParts {
  readonly annotations?: Readonly<Record<string, string>>;
  readonly mounts?: readonly k8s.VolumeMount[];
  readonly volumes?: readonly k8s.Volume[];
}

/** Where a pod runs and what it is called; the workload knows it. */
export interface PodPlace {
  readonly name: string;
  readonly namespace: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly machine: Machine;
  /** Every machine that a pod of it runs on; more than one for a DaemonSet alone. */
  readonly machines?: readonly Machine[];
  readonly serviceAccount: string;
  readonly priority: Priority;
  /** It is a job: a container that stays would keep it from its end. */
  readonly ends?: boolean;
}
