import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { bytes } from '../../../../constructs/facts/quantity.ts';
import { alloyText, block, expression } from '../../../../constructs/services/monitoring/alloy-syntax.ts';
import { strangers } from '../../../../constructs/services/monitoring/log-budgets.ts';
import type { Fields } from '../../../support/manifests.ts';
import { town } from '../../../support/town.ts';

const agents = town().manifests.in('node-agents');
const pod = (name: string) => agents.one('DaemonSet', name).spec.template.spec;
const container = (name: string) => pod(name).containers[0];

describe('node-exporter', () => {
  test('runs on every machine, on its network, and listens on the mesh address alone', () => {
    expect(pod('node-exporter')).toMatchObject({ hostNetwork: true, hostPID: true });
    expect(pod('node-exporter').nodeSelector).toBeUndefined();
    const { args, env } = container('node-exporter');
    expect(args).toContain('--web.listen-address=$(NODE_ADDRESS):9100');
    expect(env).toContainEqual({ name: 'NODE_ADDRESS', valueFrom: { fieldRef: { fieldPath: 'status.hostIP' } } });
  });

  test('is nobody, sees the machine read-only, and reads what the host layer measures', () => {
    const { args, securityContext, volumeMounts } = container('node-exporter');
    expect(securityContext).toMatchObject({ runAsUser: 65534, readOnlyRootFilesystem: true });
    expect(volumeMounts.find(({ mountPath }: Fields) => mountPath === '/host')).toMatchObject({ readOnly: true });
    expect(args).toContain('--collector.textfile.directory=/host/var/lib/node-exporter/textfile');
  });

  test('takes everything that it asks a machine for from below the mount, the names of its disks too', () => {
    const paths = container('node-exporter').args.filter((arg: string) => arg.startsWith('--path.'));
    expect(paths.map((arg: string) => arg.split('=')[0])).toEqual([
      '--path.rootfs',
      '--path.procfs',
      '--path.sysfs',
      '--path.udev.data',
    ]);
    for (const path of paths) expect(path).toMatch(/=\/host(\/|$)/);
  });

  test('stands with Alloy in a namespace of their own, the only one of ours that admits such pods', () => {
    const { labels } = town().manifests.one('Namespace', 'node-agents').metadata;
    expect(labels?.['pod-security.kubernetes.io/enforce']).toBe('privileged');
    const monitoring = town().manifests.one('Namespace', 'monitoring').metadata.labels;
    expect(monitoring?.['pod-security.kubernetes.io/enforce']).toBe('restricted');
    expect(agents.names('DaemonSet')).toEqual(['node-exporter', 'alloy']);
    expect(town(1).manifests.in('node-agents').names('DaemonSet')).toEqual(['node-exporter']);
  });
});

describe('Alloy', () => {
  const config = agents.one('ConfigMap', 'alloy-config').data['etc_alloy_config.alloy'] as string;

  test('is root without any capability, and talks to Loki alone', () => {
    expect(container('alloy').securityContext).toMatchObject({ runAsUser: 0, capabilities: { drop: ['ALL'] } });
    expect(container('alloy').securityContext.capabilities).not.toHaveProperty('add');
    expect(agents.names('NetworkPolicy')).toEqual(['default-deny', 'allow-dns', 'alloy-to-loki']);
    expect(container('alloy').args).toContain('--disable-reporting=true');
  });

  test('starts on a machine without Docker', () => {
    const docker = pod('alloy').volumes.find(({ name }: Fields) => name.includes('docker'));
    expect(docker.hostPath).toEqual({ path: '/var/lib/docker/containers', type: 'DirectoryOrCreate' });
  });

  test('reads the journal, pods and Docker’s containers, each line with its machine', () => {
    const sources = [...config.matchAll(/^loki\.source\.(\w+) "(\w+)"/gm)].map(([, kind, name]) => `${kind} ${name}`);
    expect(sources).toEqual(['journal journal', 'file pods', 'file docker']);
    expect(config.match(/machine = sys\.env\("NODE_NAME"\)/g)).toHaveLength(3);
    expect(config).not.toMatch(/promtail|loki\.source\.kubernetes/);
  });

  test('takes namespace, pod and container from the path of a log', () => {
    const written = /expression = ("\/var\/log\/pods.*")/.exec(config)?.[1] as string;
    const pattern = new RegExp((JSON.parse(written) as string).replaceAll('?P<', '?<'));
    const path = '/var/log/pods/prod-web_ghost-6d5f-x2_0f1e2d3c/ghost/0.log';
    expect({ ...pattern.exec(path)?.groups }).toEqual({
      namespace: 'prod-web',
      pod: 'ghost-6d5f-x2',
      container: 'ghost',
    });
  });

  test('gives each service a budget of lines, and all jobs of the pipelines one together, before Loki sees any', () => {
    const pods = config.slice(config.indexOf('loki.process "pods"'), config.indexOf('loki.process "docker"'));
    const match = pods.slice(pods.indexOf('stage.match'));
    expect(match).toMatch(/^stage\.match \{\n\t\tselector = "\{namespace=\\"ci-jobs\\"\}"\n/);
    const limits = [...config.matchAll(/stage\.limit \{([^}]*)\}/g)].map(([, text = '']) =>
      text.replaceAll(/\s+/g, ' '),
    );
    const everybody = ' rate = 200 burst = 20000 drop = true by_label_name = "service" ';
    expect(limits).toEqual([' rate = 20 burst = 2000 drop = true ', everybody, everybody]);
    // A label that a line does not have yet is no budget: who writes it is known before.
    expect(pods.indexOf('namespace = ""')).toBeLessThan(pods.indexOf('stage.match'));
  });

  test('so that a job which prints without end fills a third of the volume, whatever it prints', () => {
    const claim = town().inventory.backups.find(({ volume }) => volume === 'loki-data');
    const { linesPerSecond, longestLine, keptHours, namespace } = strangers;
    expect(linesPerSecond * longestLine * keptHours * 3600).toBeLessThan(bytes(claim?.size ?? '0Gi') * 0.4);
    const loki = parse(town().manifests.in('monitoring').one('ConfigMap', 'loki-config').data['etc_loki_loki.yaml']);
    expect(loki.limits_config.retention_stream).toEqual([
      { selector: `{namespace="${namespace}"}`, priority: 1, period: `${keptHours}h` },
    ]);
    // Beside it there is room for everybody else.
    expect(linesPerSecond * longestLine).toBeLessThan(loki.limits_config.ingestion_rate_mb * 1024 ** 2 * 0.05);
  });

  test('calls the service of a Compose container what measurements call it', () => {
    const written = /source {5}= "name"\n\s*expression = (".*")/.exec(config)?.[1] as string;
    const pattern = new RegExp((JSON.parse(written) as string).replaceAll('?P<', '?<'));
    expect(pattern.exec('mailcowdockerized-postfix-mailcow-1')?.groups?.service).toBe('postfix-mailcow');
    expect(pattern.exec('node-exporter')).toBeNull();
  });

  test('leaves nothing hanging: every receiver that is named is a component', () => {
    const named = [...config.matchAll(/(loki\.\w+\.\w+)\.(?:receiver|rules)/g)].map(([, name]) => name);
    const components = [...config.matchAll(/^(loki\.\w+(?:\.\w+)?) "(\w+)"/gm)].map(
      ([, kind, label]) => `${kind}.${label}`,
    );
    expect(components).toEqual(expect.arrayContaining(named));
  });
});

describe('Alloy’s syntax', () => {
  test('is written as alloy fmt writes it', () => {
    const inner = block('rule', undefined, { source_labels: ['a'], target: 'b' });
    const outer = block('loki.relabel', 'x', { forward_to: [expression('loki.write.y.receiver')], on: true, n: 3 }, [
      inner,
    ]);
    expect(alloyText([outer, block('stage.cri', undefined)])).toBe(
      [
        'loki.relabel "x" {',
        '\tforward_to = [loki.write.y.receiver]',
        '\ton         = true',
        '\tn          = 3',
        '',
        '\trule {',
        '\t\tsource_labels = ["a"]',
        '\t\ttarget        = "b"',
        '\t}',
        '}',
        '',
        'stage.cri { }',
        '',
      ].join('\n'),
    );
  });

  test('escapes text, and quotes a key that is no word', () => {
    expect(alloyText([block('a', undefined, { b: { 'c-d': 'e"\\s' } })])).toContain('b = {"c-d" = "e\\"\\\\s"}');
  });

  test('refuses a name that Alloy would not read', () => {
    expect(() => block('loki.write', 'a-b')).toThrow("alloy: 'a-b' in block 'loki.write' is no identifier");
    expect(() => block('loki', undefined, { 'x.y': 1 })).toThrow('is no identifier');
  });
});

test('Go’s collector starts in Loki and in Alloy before the kernel ends them', () => {
  for (const { env, resources } of [town().manifests.in('monitoring').container('loki'), container('alloy')]) {
    const { value } = env.find(({ name }: Fields) => name === 'GOMEMLIMIT');
    expect(value).toMatch(/^\d+MiB$/);
    expect(resources.limits.memory).toMatch(/^\d+Mi$/);
    expect(Number.parseInt(value, 10)).toBeLessThanOrEqual(Number.parseInt(resources.limits.memory, 10) * 0.9);
  }
});

test('Loki deletes what is older than two weeks, phones nobody and has no shell to be asked in', () => {
  const manifests = town().manifests.in('monitoring');
  const config = parse(manifests.one('ConfigMap', 'loki-config').data['etc_loki_loki.yaml']);
  expect(config).toMatchObject({
    limits_config: { retention_period: '336h' },
    compactor: { retention_enabled: true, delete_request_store: 'filesystem' },
    analytics: { reporting_enabled: false },
  });
  expect(manifests.container('loki').securityContext.runAsUser).toBe(10001);
  expect(manifests.container('loki').readinessProbe).toHaveProperty('httpGet');
});
