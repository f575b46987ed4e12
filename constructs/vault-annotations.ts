import type { Bytes, Cpu } from '../platform/types.ts';

/** One secret that the agent renders to a file. */
export interface VaultFile {
  /** Path inside the mount, with `data/` for KV v2. */
  readonly path: string;
  /** Consul template; without it KV v2 prints its nested map, never the value. */
  readonly template: string;
  /** File name below the secret volume. */
  readonly file: string;
  /** Octal mode. Default: the agent's 0644. */
  readonly mode?: `0${number}`;
  /** Shell command that the agent runs after it rendered the file anew. */
  readonly command?: string;
  /** Template file in the container instead of `template`. */
  readonly templateFile?: string;
  /** Folder of this one file. Default: `volumePath`. */
  readonly volumePath?: string;
  /** Fail instead of printing `<no value>` for a key that is not there. */
  readonly errorOnMissingKey?: boolean;
}

/** Everything that the Vault Agent Injector reads off a pod. */
export interface VaultAnnotationsProps {
  readonly role: string;
  /** By name; letters, digits and dashes (the injector lower-cases it). */
  readonly secrets: Readonly<Record<string, VaultFile>>;
  /** Folder that the files appear in. Default: `/vault/secrets`. */
  readonly volumePath?: string;
  /** Run as init container. Default: true. */
  readonly prePopulate?: boolean;
  /** Run as init container alone: no sidecar. A Job never ends otherwise. */
  readonly prePopulateOnly?: boolean;
  /** Run before every other init container. */
  readonly initFirst?: boolean;
  /** Containers that see the files. Default: all. */
  readonly containers?: readonly string[];
  readonly defaultTemplate?: 'map' | 'json';
  readonly preserveSecretCase?: boolean;
  readonly authPath?: string;
  readonly authType?: string;
  readonly authConfig?: Readonly<Record<string, string>>;
  /** Address of Vault; default: what the injector was started with. */
  readonly service?: string;
  readonly namespace?: string;
  readonly tlsSecret?: string;
  readonly tlsServerName?: string;
  readonly tlsSkipVerify?: boolean;
  readonly caCert?: string;
  readonly clientTimeout?: string;
  readonly clientMaxRetries?: number;
  readonly runAsUser?: number;
  readonly runAsGroup?: number;
  readonly runAsSameUser?: boolean;
  readonly setSecurityContext?: boolean;
  readonly shareProcessNamespace?: boolean;
  readonly requests?: { readonly cpu: Cpu; readonly memory: Bytes };
  readonly limits?: { readonly cpu?: Cpu; readonly memory: Bytes };
  readonly cache?: { readonly enable: boolean; readonly useAutoAuthToken?: boolean; readonly exitOnError?: boolean };
  readonly staticSecretRenderInterval?: string;
  readonly exitOnRetryFailure?: boolean;
  readonly revokeOnShutdown?: boolean;
  readonly revokeGraceSeconds?: number;
  readonly logLevel?: 'trace' | 'debug' | 'info' | 'warn' | 'error';
  readonly logFormat?: 'standard' | 'json';
  readonly image?: string;
  readonly copyVolumeMounts?: string;
  readonly injectToken?: boolean;
  /** Volume that holds the service account's token; default: the one that Kubernetes mounts by itself. */
  readonly tokenVolume?: string;
}

const prefix = 'vault.hashicorp.com/';

type Setting = readonly [name: string, value: string | number | boolean | undefined];

/**
 * The annotations for a pod template.
 *
 * @see https://developer.hashicorp.com/vault/docs/deploy/kubernetes/injector/annotations
 * @throws when a secret's name has characters that an annotation would not keep.
 */
export function vaultAnnotations(props: VaultAnnotationsProps): Record<string, string> {
  const settings: Setting[] = [
    ['agent-inject', true],
    ['role', props.role],
    ...agent(props),
    ...server(props),
    ...process(props),
    ...Object.entries(props.secrets).flatMap(([name, file]) => secretFile(name, file)),
  ];
  return Object.fromEntries(
    settings.flatMap(([name, value]) => (value === undefined ? [] : [[`${prefix}${name}`, String(value)]])),
  );
}

function agent(props: VaultAnnotationsProps): Setting[] {
  return [
    ['secret-volume-path', props.volumePath],
    ['agent-pre-populate', props.prePopulate],
    ['agent-pre-populate-only', props.prePopulateOnly],
    ['agent-init-first', props.initFirst],
    ['agent-inject-containers', props.containers?.join(',')],
    ['agent-inject-default-template', props.defaultTemplate],
    ['preserve-secret-case', props.preserveSecretCase],
    ['agent-image', props.image],
    ['agent-copy-volume-mounts', props.copyVolumeMounts],
    ['agent-inject-token', props.injectToken],
    ['agent-service-account-token-volume-name', props.tokenVolume],
    ['agent-cache-enable', props.cache?.enable],
    ['agent-cache-use-auto-auth-token', props.cache?.useAutoAuthToken],
    ['agent-cache-exit-on-err', props.cache?.exitOnError],
    ['template-static-secret-render-interval', props.staticSecretRenderInterval],
    ['template-config-exit-on-retry-failure', props.exitOnRetryFailure],
    ['agent-revoke-on-shutdown', props.revokeOnShutdown],
    ['agent-revoke-grace', props.revokeGraceSeconds],
  ];
}

function server(props: VaultAnnotationsProps): Setting[] {
  return [
    ['auth-path', props.authPath],
    ['auth-type', props.authType],
    ...Object.entries(props.authConfig ?? {}).map(([name, value]): Setting => [`auth-config-${name}`, value]),
    ['service', props.service],
    ['namespace', props.namespace],
    ['tls-secret', props.tlsSecret],
    ['tls-server-name', props.tlsServerName],
    ['tls-skip-verify', props.tlsSkipVerify],
    ['ca-cert', props.caCert],
    ['client-timeout', props.clientTimeout],
    ['client-max-retries', props.clientMaxRetries],
  ];
}

function process(props: VaultAnnotationsProps): Setting[] {
  return [
    ['agent-run-as-user', props.runAsUser],
    ['agent-run-as-group', props.runAsGroup],
    ['agent-run-as-same-user', props.runAsSameUser],
    ['agent-set-security-context', props.setSecurityContext],
    ['agent-share-process-namespace', props.shareProcessNamespace],
    ['agent-requests-cpu', props.requests?.cpu],
    ['agent-requests-mem', props.requests?.memory],
    ['agent-limits-cpu', props.limits?.cpu],
    ['agent-limits-mem', props.limits?.memory],
    ['log-level', props.logLevel],
    ['log-format', props.logFormat],
  ];
}

function secretFile(name: string, file: VaultFile): Setting[] {
  if (!/^[a-z0-9]([a-z0-9.-]{0,34}[a-z0-9])?$/.test(name)) {
    throw new Error(
      `Vault secret name '${name}' must be at most 36 lower case letters, digits, '.' or '-': it becomes part of an annotation's name`,
    );
  }
  return [
    [`agent-inject-secret-${name}`, file.path],
    [`agent-inject-template-${name}`, file.templateFile === undefined ? file.template : undefined],
    [`agent-inject-template-file-${name}`, file.templateFile],
    [`agent-inject-file-${name}`, file.file],
    [`agent-inject-perms-${name}`, file.mode],
    [`agent-inject-command-${name}`, file.command],
    [`secret-volume-path-${name}`, file.volumePath],
    [`error-on-missing-key-${name}`, file.errorOnMissingKey],
  ];
}
