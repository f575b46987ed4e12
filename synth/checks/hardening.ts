import type { Finding } from '../model/finding.ts';
import type { Model } from '../model/model.ts';
import { allContainers, type Json, type PodTemplate, podTemplates, runningContainers } from '../reading/written.ts';

/** Something that a pod may not do, unless its workload says why. */
interface Softness {
  /** The key of `props.relax` that may excuse it; what has none is never excused. */
  readonly relax?: string;
  readonly what: string;
  readonly got: string;
}

const shortest = 10;

/** Check 7: pods that are softer than the default, judged on the written template. */
export function hardening(model: Model): readonly Finding[] {
  return [
    ...podTemplates(model).flatMap((template) => {
      const relax = relaxationsOf(model, template);
      return softnesses(template, relax)
        .filter(({ relax: key }) => !isExcused(key, relax))
        .map((softness) => letter(template, softness));
    }),
    ...shortReasons(model),
  ];
}

function softnesses(template: PodTemplate, relax: Json): readonly Softness[] {
  const { spec } = template;
  return [
    ...podSoftness(spec),
    ...allContainers(spec).flatMap((container) => [
      ...identity(spec, container),
      ...privileges(container, relax),
      ...resources(container),
      ...hostPorts(container),
    ]),
    ...(template.finite ? [] : runningContainers(spec).flatMap(probes)),
  ];
}

function podSoftness(spec: Json): readonly Softness[] {
  const shared = ['hostNetwork', 'hostPID', 'hostIPC'].filter((field) => spec[field] === true);
  const paths = (spec.volumes ?? []).filter(({ hostPath }: Json) => hostPath);
  return [
    ...shared.map((field) => ({ relax: field, what: 'shares a namespace with the machine', got: `${field}: true` })),
    ...paths.map(({ hostPath }: Json) => ({
      relax: 'hostPath',
      what: 'sees a folder of the machine',
      got: `hostPath ${hostPath.path}`,
    })),
    ...(seesToken(spec)
      ? [{ relax: 'apiToken', what: 'sees the token of its service account', got: tokenText(spec) }]
      : []),
  ];
}

/** A projected token for another audience (Vault's) is refused by the Kubernetes API. */
function apiTokenVolumes(spec: Json): readonly Json[] {
  return (spec.volumes ?? []).filter(({ projected }: Json) =>
    projected?.sources?.some(({ serviceAccountToken: token }: Json) => token && token.audience === undefined),
  );
}

const seesToken = (spec: Json): boolean =>
  spec.automountServiceAccountToken !== false || apiTokenVolumes(spec).length > 0;

const tokenText = (spec: Json): string =>
  spec.automountServiceAccountToken === false
    ? `volume ${apiTokenVolumes(spec)[0]?.name}`
    : `automountServiceAccountToken: ${spec.automountServiceAccountToken ?? 'not set, which means true'}`;

function identity(spec: Json, { name, securityContext: own = {} }: Json): readonly Softness[] {
  const pod = spec.securityContext ?? {};
  const user = own.runAsUser ?? pod.runAsUser;
  const nonRoot = (own.runAsNonRoot ?? pod.runAsNonRoot) === true && user !== 0;
  const profile = (own.seccompProfile ?? pod.seccompProfile)?.type;
  const root = { relax: 'root', what: 'may run as root', got: `container ${name}: runAsUser ${user ?? 'not set'}` };
  const loose = { relax: 'seccomp', what: 'has no seccomp profile', got: `container ${name}: ${profile ?? 'not set'}` };
  return [...(nonRoot ? [] : [root]), ...(['RuntimeDefault', 'Localhost'].includes(profile) ? [] : [loose])];
}

function privileges({ name, securityContext: own = {} }: Json, relax: Json): readonly Softness[] {
  const found: Softness[] = [];
  const add = (key: string | undefined, what: string, got: string) =>
    found.push({ relax: key, what, got: `container ${name}: ${got}` });
  if (own.privileged === true) add('privileged', 'is privileged', 'privileged: true');
  if (own.allowPrivilegeEscalation !== false)
    add(undefined, 'may gain privileges', 'allowPrivilegeEscalation is not false');
  if (own.readOnlyRootFilesystem !== true)
    add('writableRoot', 'writes to its root file system', 'readOnlyRootFilesystem is not true');
  const { drop = [], add: added = [] } = own.capabilities ?? {};
  if (!drop.includes('ALL')) add(undefined, 'keeps capabilities', `drop: [${drop.join(', ')}]`);
  const excused: readonly string[] = relax.capabilities?.add ?? [];
  const beyond = added.filter((capability: string) => !excused.includes(capability));
  if (beyond.length > 0) add(undefined, 'adds capabilities', beyond.join(', '));
  else if (added.length > 0) add('capabilities', 'adds capabilities', added.join(', '));
  return found;
}

function resources({ name, resources: { requests = {}, limits = {} } = {} as Json }: Json): readonly Softness[] {
  const lacking = [
    ...(requests.cpu === undefined ? ['requests.cpu'] : []),
    ...(requests.memory === undefined ? ['requests.memory'] : []),
    ...(limits.memory === undefined ? ['limits.memory'] : []),
  ];
  return lacking.length > 0
    ? [{ what: 'does not say what it needs', got: `container ${name} lacks ${lacking.join(', ')}` }]
    : [];
}

function hostPorts({ name, ports = [] }: Json): readonly Softness[] {
  return ports
    .filter(({ hostPort }: Json) => hostPort !== undefined)
    .map(({ hostPort }: Json) => ({
      relax: 'hostPort',
      what: 'takes a port of the machine',
      got: `container ${name}: hostPort ${hostPort}`,
    }));
}

function probes({ name, ...container }: Json): readonly Softness[] {
  const lacking = ['readinessProbe', 'livenessProbe'].filter((probe) => container[probe] === undefined);
  if (lacking.length === 0) return [];
  return [
    {
      relax: 'noProbe',
      what: 'cannot be asked whether it is well',
      got: `container ${name} lacks ${lacking.join(', ')}`,
    },
  ];
}

/** What the workload behind a template asked to be excused for. */
function relaxationsOf(model: Model, { path, namespace, name, labels }: PodTemplate): Json {
  const ours = model.inventory.workloads.filter(({ place }) => place.namespace === namespace);
  const found =
    ours.find(({ node }) => path.startsWith(`${node.path}/`)) ??
    ours.find((workload) => workload.name === name) ??
    ours.find(({ pods }) => Object.entries(pods.labels).every(([label, value]) => labels[label] === value));
  return found?.props.relax ?? {};
}

function isExcused(key: string | undefined, relax: Json): boolean {
  const reason: unknown = key === undefined ? undefined : (relax[key]?.reason ?? relax[key]);
  return typeof reason === 'string' && reason.trim().length >= shortest;
}

function letter({ path, namespace, name }: PodTemplate, { relax, what, got }: Softness): Finding {
  const cure = relax ? `harden it, or write in relax.${relax} why it cannot be` : 'harden it: nothing excuses this';
  return { check: 7, where: path, what: `${namespace}/${name} ${what}`, got, cure };
}

function shortReasons({ inventory }: Model): readonly Finding[] {
  return inventory.exceptions
    .filter(({ reason }) => reason.trim().length < shortest)
    .map(({ node, what, reason }) => ({
      check: 7,
      where: node.path,
      what: `the reason for '${what}' says too little`,
      got: `'${reason}'`,
      cure: `write at least ${shortest} letters that a reader in a year understands`,
    }));
}
