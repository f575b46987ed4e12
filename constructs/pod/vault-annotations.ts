import type { Bytes, Cpu } from '../../platform/types.ts';

/** One secret that the agent renders to a file. */
export interface VaultFile {
  /** Path inside the mount, with `data/` for KV v2. */
  readonly path: string;
  /** Consul template; without it KV v2 prints its nested map, never the value. */
  readonly template?: string;
  /** Template file in the agent's container instead. */
  readonly templateFile?: string;
  /** What stands around a template's own words. Default: `{{` and `}}`. */
  readonly leftDelimiter?: string;
  readonly rightDelimiter?: string;
  /** File name below the secret volume. */
  readonly file?: string;
  /** Octal mode. Default: the agent's 0644. */
  readonly mode?: `0${number}`;
  /** Shell command that the agent runs after it rendered the file anew; an agent whose command fails ends. */
  readonly command?: string;
  /** Folder of this one file. Default: `volumePath`. */
  readonly volumePath?: string;
  /** Fail instead of printing `<no value>` for a key that is not there. */
  readonly errorOnMissingKey?: boolean;
}

/** The parts of the agent that may close their connections after use. */
type AgentPart = 'auto-auth' | 'caching' | 'templating';

interface AgentShare {
  readonly cpu?: Cpu;
  readonly memory?: Bytes;
  readonly ephemeralStorage?: Bytes;
}

/** What is one annotation each; durations as Go writes them (`30s`, `5m`). */
interface VaultSettings {
  readonly role: string;
  /** Folder that the files appear in. Default: `/vault/secrets`. */
  readonly volumePath?: string;
  /** Run as init container. Default: true. */
  readonly prePopulate?: boolean;
  /** Run as init container alone: no sidecar. A Job never ends otherwise. */
  readonly prePopulateOnly?: boolean;
  /** Run before every other init container. */
  readonly initFirst?: boolean;
  /** Containers that see the files; init containers always do. Default: all. */
  readonly containers?: readonly string[];
  readonly defaultTemplate?: 'map' | 'json';
  readonly preserveSecretCase?: boolean;
  readonly image?: string;
  /** ConfigMap with the agent's whole configuration, instead of `secrets`. */
  readonly configMap?: string;
  /** Secret that the agent's containers see at `/vault/custom`. */
  readonly extraSecret?: string;
  readonly copyVolumeMounts?: string;
  readonly injectToken?: boolean;
  /** Volume that holds the service account's token; default: the one that Kubernetes mounts by itself. */
  readonly tokenVolume?: string;
  /** Lets a job end the sidecar: `POST /agent/v1/quit`. */
  readonly enableQuit?: boolean;
  readonly revokeOnShutdown?: boolean;
  readonly revokeGraceSeconds?: number;
  readonly authPath?: string;
  readonly authType?: string;
  readonly authMinBackoff?: string;
  readonly authMaxBackoff?: string;
  readonly authExitOnError?: boolean;
  /** Address of Vault; default: what the injector was started with. */
  readonly service?: string;
  readonly proxyAddress?: string;
  readonly namespace?: string;
  readonly tlsSecret?: string;
  readonly tlsServerName?: string;
  readonly tlsSkipVerify?: boolean;
  readonly caCert?: string;
  readonly caKey?: string;
  readonly clientCert?: string;
  readonly clientKey?: string;
  readonly clientTimeout?: string;
  readonly clientMaxRetries?: number;
  readonly goMaxProcs?: number;
  readonly disableIdleConnections?: readonly AgentPart[];
  readonly disableKeepAlives?: readonly AgentPart[];
  readonly runAsUser?: number;
  readonly runAsGroup?: number;
  readonly runAsSameUser?: boolean;
  readonly setSecurityContext?: boolean;
  readonly shareProcessNamespace?: boolean;
  readonly requests?: AgentShare;
  readonly limits?: AgentShare;
  /** Between init container and sidecar; it takes the token from Kubernetes' own path, whatever `tokenVolume` says. */
  readonly cache?: {
    readonly enable: boolean;
    readonly useAutoAuthToken?: boolean | 'force';
    readonly listenerPort?: number;
    readonly exitOnError?: boolean;
  };
  /** How often KV and scheduled roles are read again. Default: 5m. */
  readonly staticSecretRenderInterval?: string;
  readonly maxConnectionsPerHost?: number;
  /** Fraction of a lease that cannot be renewed, after which it is taken anew. */
  readonly leaseRenewalThreshold?: number;
  readonly exitOnRetryFailure?: boolean;
  readonly logLevel?: 'trace' | 'debug' | 'info' | 'warn' | 'error';
  readonly logFormat?: 'standard' | 'json';
  /** JSON patches of the sidecar and of the init container. */
  readonly jsonPatch?: string;
  readonly initJsonPatch?: string;
}

/** Everything that the Vault Agent Injector reads off a pod. */
export interface VaultAnnotationsProps extends VaultSettings {
  /** By name; letters, digits and dashes (the injector lower-cases it). */
  readonly secrets: Readonly<Record<string, VaultFile>>;
  /** Parameters of the method to log in with. */
  readonly authConfig?: Readonly<Record<string, string>>;
  /** Parameters of the agent's telemetry. */
  readonly telemetry?: Readonly<Record<string, string>>;
}

/** A name for each property: one that is forgotten does not compile. */
type Names<T> = {
  readonly [Key in keyof T]-?: NonNullable<T[Key]> extends readonly unknown[]
    ? string
    : NonNullable<T[Key]> extends object
      ? Names<NonNullable<T[Key]>>
      : string;
};

const settings: Names<VaultSettings> = {
  role: 'role',
  volumePath: 'secret-volume-path',
  prePopulate: 'agent-pre-populate',
  prePopulateOnly: 'agent-pre-populate-only',
  initFirst: 'agent-init-first',
  containers: 'agent-inject-containers',
  defaultTemplate: 'agent-inject-default-template',
  preserveSecretCase: 'preserve-secret-case',
  image: 'agent-image',
  configMap: 'agent-configmap',
  extraSecret: 'agent-extra-secret',
  copyVolumeMounts: 'agent-copy-volume-mounts',
  injectToken: 'agent-inject-token',
  tokenVolume: 'agent-service-account-token-volume-name',
  enableQuit: 'agent-enable-quit',
  revokeOnShutdown: 'agent-revoke-on-shutdown',
  revokeGraceSeconds: 'agent-revoke-grace',
  authPath: 'auth-path',
  authType: 'auth-type',
  authMinBackoff: 'auth-min-backoff',
  authMaxBackoff: 'auth-max-backoff',
  authExitOnError: 'agent-auto-auth-exit-on-err',
  service: 'service',
  proxyAddress: 'proxy-address',
  namespace: 'namespace',
  tlsSecret: 'tls-secret',
  tlsServerName: 'tls-server-name',
  tlsSkipVerify: 'tls-skip-verify',
  caCert: 'ca-cert',
  caKey: 'ca-key',
  clientCert: 'client-cert',
  clientKey: 'client-key',
  clientTimeout: 'client-timeout',
  clientMaxRetries: 'client-max-retries',
  goMaxProcs: 'go-max-procs',
  disableIdleConnections: 'agent-disable-idle-connections',
  disableKeepAlives: 'agent-disable-keep-alives',
  runAsUser: 'agent-run-as-user',
  runAsGroup: 'agent-run-as-group',
  runAsSameUser: 'agent-run-as-same-user',
  setSecurityContext: 'agent-set-security-context',
  shareProcessNamespace: 'agent-share-process-namespace',
  requests: {
    cpu: 'agent-requests-cpu',
    memory: 'agent-requests-mem',
    ephemeralStorage: 'agent-requests-ephemeral',
  },
  limits: {
    cpu: 'agent-limits-cpu',
    memory: 'agent-limits-mem',
    ephemeralStorage: 'agent-limits-ephemeral',
  },
  cache: {
    enable: 'agent-cache-enable',
    useAutoAuthToken: 'agent-cache-use-auto-auth-token',
    listenerPort: 'agent-cache-listener-port',
    exitOnError: 'agent-cache-exit-on-err',
  },
  staticSecretRenderInterval: 'template-static-secret-render-interval',
  maxConnectionsPerHost: 'template-max-connections-per-host',
  leaseRenewalThreshold: 'template-lease-renewal-threshold',
  exitOnRetryFailure: 'template-config-exit-on-retry-failure',
  logLevel: 'log-level',
  logFormat: 'log-format',
  jsonPatch: 'agent-json-patch',
  initJsonPatch: 'agent-init-json-patch',
};

const fileSettings: Names<VaultFile> = {
  path: 'agent-inject-secret',
  template: 'agent-inject-template',
  templateFile: 'agent-inject-template-file',
  leftDelimiter: 'agent-template-left-delim',
  rightDelimiter: 'agent-template-right-delim',
  file: 'agent-inject-file',
  mode: 'agent-inject-perms',
  command: 'agent-inject-command',
  volumePath: 'secret-volume-path',
  errorOnMissingKey: 'error-on-missing-key',
};

const prefix = 'vault.hashicorp.com/';

type Annotation = readonly [name: string, value: string];

/**
 * The annotations for a pod template; what is not said keeps the injector's default.
 *
 * @see https://developer.hashicorp.com/vault/docs/deploy/kubernetes/injector/annotations
 * @throws when a secret's name has characters that an annotation would not keep.
 */
export function vaultAnnotations(props: VaultAnnotationsProps): Record<string, string> {
  const { secrets, authConfig = {}, telemetry = {}, ...rest } = props;
  const all: Annotation[] = [
    ['agent-inject', 'true'],
    ...named(rest, settings),
    ...Object.entries(authConfig).map(([name, value]): Annotation => [`auth-config-${name}`, value]),
    ...Object.entries(telemetry).map(([name, value]): Annotation => [`agent-telemetry-${name}`, value]),
    ...Object.entries(secrets).flatMap(([name, file]) => ofFile(name, file)),
  ];
  return Object.fromEntries(all.map(([name, value]) => [`${prefix}${name}`, value]));
}

function named<T extends object>(values: T, names: Names<T>): Annotation[] {
  return Object.entries(names).flatMap(([key, name]): Annotation[] => {
    const value: unknown = values[key as keyof T];
    if (value === undefined) return [];
    return typeof name === 'string' ? [[name, String(value)]] : named(value as object, name as Names<object>);
  });
}

/** It is a part of several annotations' names, the longest of which leaves it this many characters. */
export const longestAnnotationName = 36;

function ofFile(name: string, file: VaultFile): Annotation[] {
  if (!/^[a-z0-9]([a-z0-9.-]{0,34}[a-z0-9])?$/.test(name)) {
    throw new Error(
      `Vault secret name '${name}' must be at most 36 lower case letters, digits, '.' or '-': it becomes part of an annotation's name`,
    );
  }
  return named(file, fileSettings).map(([setting, value]) => [`${setting}-${name}`, value]);
}
