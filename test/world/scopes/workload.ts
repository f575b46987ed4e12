import { hostFolder, scratch } from '../../../constructs/index.ts';
import { images } from '../kinds/images.ts';
import { type Kind, open, right, wrong } from '../kinds/kind.ts';
import { portNames } from '../kinds/names.ts';
import { ports, seconds, users } from '../kinds/numbers.ts';
import { probePaths } from '../kinds/paths.ts';
import { cpus, memories } from '../kinds/quantities.ts';
import { schedules } from '../kinds/schedules.ts';
import { processTexts, reasons, texts } from '../kinds/text.ts';
import { ofShop, type Scope } from '../scene.ts';
import { plain } from '../village.ts';

const { resources } = plain;
const root = 'the image starts as root';

/** Two amounts, the second of which may not be below the first. */
const limits: Kind<{ readonly ask: string; readonly limit: string }> = {
  name: 'limit',
  cases: [
    ...right({ ask: '64Mi', limit: '64Mi' }, { ask: '64Mi', limit: '128Mi' }, { ask: '1024Mi', limit: '1Gi' }),
    ...wrong(
      'a limit below the request',
      { ask: '64Mi', limit: '63Mi' },
      { ask: '1Gi', limit: '512Mi' },
      { ask: '1Gi', limit: '1023Mi' },
    ),
  ],
};
const cpuLimits: Kind<{ readonly ask: string; readonly limit: string }> = {
  name: 'CPU limit',
  cases: [
    ...right({ ask: '100m', limit: '100m' }, { ask: '0.1', limit: '100m' }, { ask: '100m', limit: '2' }),
    ...wrong('a limit below the request', { ask: '100m', limit: '50m' }, { ask: '2', limit: '1500m' }),
  ],
};

const twoPorts: Kind<Readonly<Record<string, number>>> = {
  name: 'ports',
  cases: [
    ...right<Record<string, number>>({ http: 8080, metrics: 9090 }, { http: 80 }),
    ...wrong<Record<string, number>>('two names for one port: the API server refuses the Service', {
      http: 8080,
      web: 8080,
    }),
    ...wrong<Record<string, number>>('a probe asks a port that is not open', {}),
  ],
};

const schemes: Kind<string> = {
  name: 'scheme',
  cases: [...right('http', 'https'), ...wrong('no scheme', 'ftp', '', 'HTTP')],
};
const metricsPaths: Kind<string> = {
  name: 'metrics path',
  cases: [
    ...right('/metrics', '/api/v1/metrics'),
    ...wrong('no path', 'metrics', '', 'http://x/metrics'),
    ...open('/a b', '/a?x=1', '/é', '/{{x}}'),
  ],
};
const portOf: Kind<string> = {
  name: 'port by name',
  cases: [...right('http'), ...wrong('no open port of that name', 'web', '', 'toString')],
};

const kinds: Kind<string> = {
  name: 'workload kind',
  cases: [...right('Deployment', 'StatefulSet'), ...wrong('no kind of workload', 'DaemonSet', 'statefulset', '')],
};

const priorities: Kind<string> = {
  name: 'priority',
  cases: [
    ...right('essential', 'platform', 'business', 'lab'),
    ...wrong('no such rank', 'high', '', 'system-cluster-critical', 'Lab'),
  ],
};

/** What a container is: image, ports, resources, identity, probe. */
export const workloadScopes: readonly Scope[] = [
  ofShop('workload.image', images, (image) => (shop) => shop.web({ image: image as never })),
  ofShop('scheduled.image', images, (image) => (shop) => shop.job({ image: image as never })),
  ofShop('workload.ports', ports, (port) => (shop) => shop.web({ ports: { http: port } })),
  ofShop('workload.ports', portNames, (name) => (shop) => shop.web({ ports: { [name]: 8080 } })),
  ofShop('workload.ports', twoPorts, (ports) => (shop) => shop.web({ ports })),
  ofShop(
    'workload.resources.cpu',
    cpus,
    (cpu) => (shop) => shop.web({ resources: { ...resources, cpu: cpu as never } }),
  ),
  ofShop(
    'workload.resources.cpuLimit',
    cpus,
    (cpuLimit) => (shop) => shop.web({ resources: { ...resources, cpu: '10m', cpuLimit: cpuLimit as never } }),
    { fits: ({ verdict }) => verdict !== 'open' },
  ),
  ofShop(
    'workload.resources.memory',
    memories,
    (memory) => (shop) => shop.web({ resources: { ...resources, memory: memory as never } }),
  ),
  ofShop(
    'workload.resources.memoryLimit',
    memories,
    (limit) => (shop) => shop.web({ resources: { cpu: '10m', memory: '16Mi', memoryLimit: limit as never } }),
    { fits: ({ verdict }) => verdict !== 'open' },
  ),
  ofShop(
    'workload.resources',
    limits,
    ({ ask, limit }) =>
      (shop) =>
        shop.web({ resources: { cpu: '10m', memory: ask as never, memoryLimit: limit as never } }),
  ),
  ofShop(
    'workload.resources',
    cpuLimits,
    ({ ask, limit }) =>
      (shop) =>
        shop.web({ resources: { ...resources, cpu: ask as never, cpuLimit: limit as never } }),
  ),
  ofShop(
    'scheduled.resources',
    limits,
    ({ ask, limit }) =>
      (shop) =>
        shop.job({ resources: { cpu: '10m', memory: ask as never, memoryLimit: limit as never } }),
  ),
  ofShop(
    'scheduled.resources.memory',
    memories,
    (memory) => (shop) => shop.job({ resources: { cpu: '10m', memory: memory as never } }),
  ),
  ofShop('workload.user', users, (user) => (shop) => shop.web({ user })),
  ofShop('workload.group', users, (group) => (shop) => shop.web({ group }), { fits: ({ value }) => value !== 0 }),
  ofShop('scheduled.user', users, (user) => (shop) => shop.job({ user })),
  ofShop('workload.graceSeconds', seconds, (graceSeconds) => (shop) => shop.web({ graceSeconds })),
  ofShop('workload.probe', probePaths, (probe) => (shop) => shop.web({ probe })),
  ofShop('workload.probe.http', probePaths, (http) => (shop) => shop.web({ probe: { http, port: 'http' } }), {
    fits: ({ value }) => value !== '',
  }),
  ofShop(
    'workload.probe.startupSeconds',
    seconds,
    (startupSeconds) => (shop) => shop.web({ probe: { http: '/', startupSeconds } }),
  ),
  ofShop('workload.probe.port', portOf, (port) => (shop) => shop.web({ probe: { tcp: true, port } })),
  ofShop(
    'workload.probe.headers',
    texts,
    (text) => (shop) => shop.web({ probe: { http: '/', headers: { Host: text } } }),
    { fits: ({ verdict }) => verdict !== 'right' },
  ),
  ofShop('workload.metrics.path', metricsPaths, (path) => (shop) => shop.web({ metrics: { path } })),
  ofShop('workload.metrics.port', portOf, (port) => (shop) => shop.web({ metrics: { port } })),
  ofShop('workload.metrics.scheme', schemes, (scheme) => (shop) => shop.web({ metrics: { scheme: scheme as never } })),
  ofShop('workload.kind', kinds, (kind) => (shop) => shop.web({ kind: kind as never })),
  ofShop('workload.priority', priorities, (priority) => (shop) => shop.web({ priority: priority as never })),
  ofShop('scheduled.schedule', schedules, (schedule) => (shop) => shop.job({ schedule: schedule as never })),
  ofShop('scheduled.deadlineSeconds', seconds, (deadlineSeconds) => (shop) => shop.job({ deadlineSeconds })),
  ofShop('workload.args', processTexts, (text) => (shop) => shop.web({ args: [text] })),
  ofShop('workload.command', processTexts, (text) => (shop) => shop.web({ command: ['/bin/run', text] })),
  ofShop('workload.relax.root', reasons, (reason) => (shop) => shop.web({ user: 'root', relax: { root: reason } })),
  ofShop('workload.relax.writableRoot', reasons, (reason) => (shop) => shop.web({ relax: { writableRoot: reason } })),
  ofShop(
    'workload.relax.noProbe',
    reasons,
    (reason) => (shop) => shop.web({ probe: undefined, relax: { noProbe: reason } }),
  ),
  ofShop(
    'workload.relax.hostPath',
    reasons,
    (reason) => (shop) => shop.web({ volumes: { '/host': hostFolder('/var/log') }, relax: { hostPath: reason } }),
  ),
  ofShop(
    'workload.relax.capabilities',
    reasons,
    (reason) => (shop) => shop.web({ user: 'root', relax: { root, capabilities: { add: ['CHOWN'], reason } } }),
  ),
  ofShop(
    'workload.relax.capabilities',
    {
      name: 'capability',
      cases: [
        ...right('CHOWN', 'NET_BIND_SERVICE'),
        ...wrong('no pod of ours may have it', 'SYS_ADMIN', 'ALL', ''),
        ...wrong('no such capability', 'chown', 'CAP_CHOWN'),
      ],
    },
    (capability) => (shop) =>
      shop.web({ user: 'root', relax: { root, capabilities: { add: [capability as never], reason: root } } }),
  ),
  ofShop('machine workload.ports', ports, (port) => (shop) => shop.agent({ ports: { http: port } })),
  ofShop(
    'workload.volumes scratch',
    memories,
    (size) => (shop) => shop.web({ volumes: { '/cache': scratch(size as never) } }),
    {
      fits: ({ why }) => why !== 'more than the machine has',
    },
  ),
];
