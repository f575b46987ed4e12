import { at, type Fields, fieldsOf, flagOf, itemsOf, numberOf, textOf, textsOf } from './json.ts';
import { amountOf, millicoresOf } from './quantities.ts';

/** What a container or its pod may do; what is not written is undefined. */
export interface SecurityContext {
  readonly privileged?: boolean;
  readonly allowPrivilegeEscalation?: boolean;
  readonly readOnlyRootFilesystem?: boolean;
  readonly runAsNonRoot?: boolean;
  readonly runAsUser?: number;
  readonly runAsGroup?: number;
  /** The kind of seccomp profile. */
  readonly seccomp?: string;
  readonly procMount?: string;
  readonly added: readonly string[];
  readonly dropped: readonly string[];
  /** Names of kernel settings. */
  readonly sysctls: readonly string[];
}

/** CPU in millicores, memory in bytes. */
export interface Amounts {
  readonly cpu?: number;
  readonly memory?: number;
}

export interface ContainerPort {
  readonly name?: string;
  readonly number: number;
  readonly protocol: string;
  readonly hostPort?: number;
  readonly hostAddress?: string;
}

export type ProbeName = 'readinessProbe' | 'livenessProbe' | 'startupProbe';

export interface Container {
  readonly name: string;
  readonly image: string;
  /** Command and arguments. */
  readonly words: readonly string[];
  /** Variables with a plain value. */
  readonly variables: readonly { readonly name: string; readonly value: string }[];
  /** Secrets that its variables come from. */
  readonly secrets: readonly string[];
  readonly ports: readonly ContainerPort[];
  readonly security: SecurityContext;
  readonly requests: Amounts;
  readonly limits: Amounts;
  /** Its probes, and the host that one asks, should it be another than the pod. */
  readonly probes: Readonly<Partial<Record<ProbeName, { readonly host?: string }>>>;
  /** An init container that stays beside the others (a sidecar). */
  readonly stays: boolean;
}

const probeNames: readonly ProbeName[] = ['readinessProbe', 'livenessProbe', 'startupProbe'];

export function containerOf(container: Fields): Container {
  return {
    name: textOf(container['name']) ?? '',
    image: textOf(container['image']) ?? '',
    words: [...textsOf(container['command']), ...textsOf(container['args'])],
    variables: itemsOf(container['env']).flatMap(({ name, value }) =>
      typeof name === 'string' && typeof value === 'string' ? [{ name, value }] : [],
    ),
    secrets: secretsOf(container),
    ports: itemsOf(container['ports']).flatMap(portOf),
    security: securityOf(container['securityContext']),
    requests: amountsOf(at(container, 'resources', 'requests')),
    limits: amountsOf(at(container, 'resources', 'limits')),
    probes: probesOf(container),
    stays: container['restartPolicy'] === 'Always',
  };
}

export function securityOf(value: unknown): SecurityContext {
  const context = fieldsOf(value);
  return {
    privileged: flagOf(context['privileged']),
    allowPrivilegeEscalation: flagOf(context['allowPrivilegeEscalation']),
    readOnlyRootFilesystem: flagOf(context['readOnlyRootFilesystem']),
    runAsNonRoot: flagOf(context['runAsNonRoot']),
    runAsUser: numberOf(context['runAsUser']),
    runAsGroup: numberOf(context['runAsGroup']),
    seccomp: textOf(at(context, 'seccompProfile', 'type')),
    procMount: textOf(context['procMount']),
    added: textsOf(at(context, 'capabilities', 'add')),
    dropped: textsOf(at(context, 'capabilities', 'drop')),
    sysctls: itemsOf(context['sysctls']).flatMap(({ name }) => textOf(name) ?? []),
  };
}

/** The Secret that a reference names, unless pods start without it. */
export function requiredSecret(reference: unknown, name: 'name' | 'secretName' = 'name'): readonly string[] {
  const { optional, [name]: secret } = fieldsOf(reference);
  return typeof secret === 'string' && optional !== true ? [secret] : [];
}

function secretsOf(container: Fields): readonly string[] {
  const one = itemsOf(container['env']).flatMap(({ valueFrom }) => requiredSecret(at(valueFrom, 'secretKeyRef')));
  const whole = itemsOf(container['envFrom']).flatMap(({ secretRef }) => requiredSecret(secretRef));
  return [...one, ...whole];
}

function portOf({ name, containerPort, protocol, hostPort, hostIP }: Fields): readonly ContainerPort[] {
  if (typeof containerPort !== 'number') return [];
  return [
    {
      name: textOf(name),
      number: containerPort,
      protocol: textOf(protocol) ?? 'TCP',
      hostPort: numberOf(hostPort),
      hostAddress: textOf(hostIP),
    },
  ];
}

function amountsOf(value: unknown): Amounts {
  const { cpu, memory } = fieldsOf(value);
  return { cpu: millicoresOf(cpu), memory: amountOf(memory) };
}

function probesOf(container: Fields): Container['probes'] {
  const written = probeNames.filter((name) => container[name] !== undefined);
  return Object.fromEntries(
    written.map((name) => {
      const probe = fieldsOf(container[name]);
      return [name, { host: textOf(at(probe['httpGet'] ?? probe['tcpSocket'], 'host')) }];
    }),
  );
}
