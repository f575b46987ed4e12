import { describe, expect, test } from 'vitest';
import { takeInventory } from '../../../constructs/inventory.ts';
import { hostFolder } from '../../../constructs/pod/folder.ts';
import { MetricsTarget, type MetricsTargetProps } from '../../../constructs/pod/metrics.ts';
import type { PodProps } from '../../../constructs/pod/pod-props.ts';
import { ranks } from '../../../constructs/pod/priority.ts';
import type { Machine, Phase } from '../../../platform/types.ts';
import { type Bench, type BenchProps, bench, plain } from '../../support/bench.ts';
import type { Fields } from '../../support/manifests.ts';
import { fixture } from '../../support/platform.ts';

const reason = 'it measures the machine itself';
const daemon = (props: Partial<PodProps> = {}, phase: Phase = 2) =>
  bench((shop) => shop.everywhere('exporter', { ...plain, ...props }), { platform: { phase } });
const template = (props: Partial<PodProps> = {}, phase: Phase = 2) =>
  daemon(props, phase).one('DaemonSet', 'shop-exporter').spec.template;

describe('a workload of every machine', () => {
  test('is a DaemonSet that is bound to none and tolerates the taint of each', () => {
    expect(template().spec.nodeSelector).toBeUndefined();
    expect(template().spec.tolerations).toEqual([
      { key: 'uyoop.fr/tier', operator: 'Equal', value: 'dev', effect: 'NoSchedule' },
    ]);
    expect(template({}, 1).spec.tolerations).toBeUndefined();
  });

  test('claims its share of each machine that its phase has', () => {
    let root: Bench | undefined;
    const claimed = (phase: Phase) => {
      bench(
        (shop) => {
          root = shop;
          shop.everywhere('exporter', plain);
        },
        { platform: { phase } },
      );
      return takeInventory(root as Bench).claims.map(({ machine }) => machine.name);
    };
    expect(claimed(1)).toEqual(['quay']);
    expect(claimed(2)).toEqual(['quay', 'loft']);
  });

  test('needs a probe, or a reason for none, like any other', () => {
    expect(() => daemon({ probe: undefined })).toThrow(/plot\/shop\/workload-exporter: has no probe/);
    expect(template({ probe: undefined, relax: { noProbe: reason } }).spec.containers[0]).not.toHaveProperty(
      'livenessProbe',
    );
  });

  test('sees nothing of its machine unless a reason is written, and then the namespace is privileged', () => {
    const spec = template().spec;
    expect([spec.hostNetwork, spec.hostPID]).toEqual([undefined, undefined]);
    const relax = { hostNetwork: reason, hostPID: reason, hostPath: reason };
    const manifests = daemon({ relax, volumes: { '/host': hostFolder('/proc') } });
    const seeing = manifests.one('DaemonSet').spec.template.spec;
    expect(seeing).toMatchObject({ hostNetwork: true, hostPID: true, dnsPolicy: 'ClusterFirstWithHostNet' });
    expect(seeing.volumes.filter((volume: Fields) => volume.hostPath)).toHaveLength(1);
    const mount = seeing.containers[0].volumeMounts.find(({ mountPath }: Fields) => mountPath === '/host');
    expect(mount.readOnly).toBe(true);
    const level = (of: typeof manifests) => of.one('Namespace').metadata.labels?.['pod-security.kubernetes.io/enforce'];
    expect([level(manifests), level(daemon())]).toEqual(['privileged', 'restricted']);
  });
});

describe('metrics', () => {
  const owner = {
    name: 'tool',
    pods: { namespace: 'plot', labels: { app: 'tool' }, guarded: true },
    ports: { http: 80, stats: 9100 },
    machine: fixture.machines[0] as Machine,
    host: 'tool.example',
  };

  test('let Prometheus in to the one port that they are read from', () => {
    const manifests = bench((shop) =>
      shop.workload('web', { ...plain, ports: { http: 8080, stats: 9100 }, metrics: { port: 'stats' } }),
    );
    const { ingress } = manifests.one('NetworkPolicy', 'prometheus-to-shop-ingress').spec;
    expect(ingress[0].ports).toEqual([{ port: 9100, protocol: 'TCP' }]);
    expect(bench((shop) => shop.workload('web', plain)).names('NetworkPolicy')).not.toContain(
      'prometheus-to-shop-ingress',
    );
  });

  test('are a target with every property, or with its defaults', () => {
    const targets: MetricsTarget[] = [];
    bench((shop) => {
      const everything: Required<MetricsTargetProps> = {
        owner,
        metrics: { port: 'stats', path: '/stats', scheme: 'https' },
      };
      const { host: _, ...plainOwner } = owner;
      targets.push(
        new MetricsTarget(shop, 'a', everything),
        new MetricsTarget(shop, 'b', { owner: plainOwner, metrics: {} }),
      );
    });
    expect(targets).toMatchObject([
      { job: 'tool', host: 'tool.example', port: 9100, path: '/stats', scheme: 'https' },
      { job: 'tool', host: 'tool.plot.svc.cluster.local', port: 80, path: '/metrics', scheme: 'http' },
    ]);
  });

  test('of a port that is not open throw', () => {
    const wrong = (shop: Bench) => shop.workload('web', { ...plain, metrics: { port: 'stats' } });
    expect(() => bench(wrong)).toThrow(
      "metrics are read from port 'stats', which 'shop' does not open; use one of http",
    );
  });
});

describe('a priority', () => {
  const ranked = (props: BenchProps, priority?: PodProps['priority']) =>
    bench((shop) => shop.workload('web', { ...plain, priority }), props).pod('shop').priorityClassName;

  test('is that of the tier, unless the workload has its own', () => {
    expect(ranked({ tier: 'prod' })).toBe('business');
    expect(ranked({ tier: 'platform' })).toBe('platform');
    expect(ranked({ tier: 'dev', platform: { phase: 2 } })).toBe('lab');
    expect(ranked({ tier: 'prod' }, 'essential')).toBe('essential');
  });

  test('ranks identity first and the lab last', () => {
    const values = (['essential', 'platform', 'business', 'lab'] as const).map((name) => ranks[name].value);
    expect(values).toEqual(values.toSorted((a, b) => b - a));
  });
});

describe('a grant', () => {
  const rules = [{ apiGroups: [''], resources: ['pods'], verbs: ['get'] }];

  test('in one namespace is a Role there, in the whole cluster a ClusterRole, for this service alone', () => {
    const manifests = bench((shop) => {
      shop.grant('pods', rules, 'shed');
      shop.grant('nodes', rules);
    });
    const subjects = [{ kind: 'ServiceAccount', name: 'shop', namespace: 'plot' }];
    expect(manifests.one('RoleBinding', 'uyoop-plot-shop-pods')).toMatchObject({
      metadata: { namespace: 'shed' },
      subjects,
    });
    expect(manifests.one('Role').rules).toEqual(rules);
    expect(manifests.one('ClusterRoleBinding', 'uyoop-plot-shop-nodes')).toMatchObject({ subjects });
    expect(bench((shop) => shop.workload('web', plain)).of('Role')).toEqual([]);
  });
});

describe('a namespace’s quota', () => {
  test('is twice what its workloads claim, and some headroom', () => {
    const hard = (build: (shop: Bench) => void) => bench(build).one('ResourceQuota').spec.hard;
    expect(hard(() => undefined)).toEqual({
      pods: '12',
      'requests.cpu': '500m',
      'requests.memory': '768Mi',
      'limits.memory': '768Mi',
    });
    const resources = { cpu: '2', memory: '1Gi', memoryLimit: '2Gi' } as const;
    expect(hard((shop) => shop.workload('web', { ...plain, resources }))).toEqual({
      pods: '14',
      'requests.cpu': '4500m',
      'requests.memory': '2816Mi',
      'limits.memory': '4864Mi',
    });
  });

  test('comes with a share for pods that say nothing, and not where K3s is at home', () => {
    const [limit] = bench((shop) => shop.workload('web', plain)).one('LimitRange').spec.limits;
    expect(limit).toEqual({
      type: 'Container',
      defaultRequest: { cpu: '10m', memory: '64Mi' },
      default: { memory: '256Mi' },
    });
    expect(bench((shop) => shop.workload('web', plain), { existing: true }).of('LimitRange')).toEqual([]);
  });
});
