import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { takeInventory } from '../../../constructs/inventory.ts';
import { NamespaceChart, type NamespaceProps } from '../../../constructs/namespace/namespace.ts';
import { HelmService } from '../../../constructs/service/helm-service.ts';
import type { ServiceProps } from '../../../constructs/service/service.ts';
import type { Platform } from '../../../platform/types.ts';
import { documentsOf } from '../../../synth/model/documents.ts';
import { scratchApp } from '../../support/bench.ts';
import { Manifests } from '../../support/manifests.ts';

class Tool extends HelmService {}

const chart = { repository: 'https://charts.example.org', chart: 'tool', version: '1.2.3' };
const labels = { app: 'tool' };
const resources = { cpu: '10m', memory: '32Mi' } as const;

interface Placed extends ServiceProps, Partial<Pick<NamespaceProps, 'existing'>> {
  readonly platform?: Partial<Platform>;
}

/** A service from a chart, alone in the namespace `tools`. */
function tool(build: (tool: Tool) => void, { platform, existing, ...props }: Placed = {}) {
  const app = scratchApp(platform);
  const service = new Tool(new NamespaceChart(app, 'tools', { tier: 'platform', existing }), 'tool', props);
  build(service);
  return { service, inventory: takeInventory(app), manifests: new Manifests(documentsOf(app)) };
}

describe('a service from a chart', () => {
  test('is an operator that the GitOps engine installs under the name of the service', () => {
    const { service, manifests } = tool((it) => it.install(chart, { replicas: 1 }));
    expect(service.file).toBe('kubernetes/operators/tools/tool.yaml');
    expect(manifests.one('HelmRelease', 'tool')).toMatchObject({
      metadata: { namespace: 'tools' },
      spec: { releaseName: 'tool', values: { replicas: 1 } },
    });
    expect(manifests.of('HelmChart')).toEqual([]);
  });

  test('is installed by K3s where there is no engine yet', () => {
    const { service, manifests } = tool((it) => it.install(chart, { web: { enabled: false } }), { layer: 'bootstrap' });
    expect(service.file).toBe('bootstrap/flux/flux-tool.yaml');
    const { metadata, spec } = manifests.one('HelmChart');
    expect(metadata).toMatchObject({ name: 'tool', namespace: 'kube-system' });
    expect(spec).toMatchObject({
      chart: 'https://charts.example.org/tool',
      version: '1.2.3',
      targetNamespace: 'tools',
    });
    expect(parse(spec.valuesContent)).toEqual({ web: { enabled: false } });
    expect(manifests.of('HelmRelease')).toEqual([]);
  });

  test('hands on what the release must know', () => {
    const { manifests } = tool((it) => it.install(chart, {}, { unready: true }));
    expect(manifests.one('HelmRelease').spec.install).toMatchObject({ disableWait: true });
  });

  test('may not be privileged without a reason', () => {
    const reason = 'it mounts the disks of the machine';
    const { inventory, manifests } = tool((it) => it.allowPrivileged('root', reason));
    expect(inventory.exceptions.map(({ what, reason }) => [what, reason])).toEqual([['root in tools', reason]]);
    const level = { 'pod-security.kubernetes.io/enforce': 'privileged' };
    expect(manifests.one('Namespace').metadata.labels).toMatchObject(level);
    expect(() => tool((it) => it.allowPrivileged('root', ''))).toThrow("'root in tools' needs a written reason");
  });

  test('claims what runs on every machine, machine by machine', () => {
    const { inventory } = tool((it) => it.claimEverywhere({ agent: resources, mover: resources }), {
      platform: { phase: 2 },
    });
    expect(inventory.claims.map(({ node, machine }) => [node.id, machine.name])).toEqual([
      ['claim-agent-quay', 'quay'],
      ['claim-mover-quay', 'quay'],
      ['claim-agent-loft', 'loft'],
      ['claim-mover-loft', 'loft'],
    ]);
  });
});

describe('a component', () => {
  test('is called after the service and itself, and one component reaches another', () => {
    const { manifests } = tool((it) => {
      const store = it.component('store', { labels: { app: 'store' }, ports: [6379], resources });
      it.component('server', { labels, resources, reaches: [it.api, store] });
    });
    const names = manifests.names('NetworkPolicy');
    for (const name of ['kubernetes-api', 'tool-store', 'tool-store-ingress'])
      expect(names).toContain(`tool-server-to-${name}`);
    const { spec } = manifests.one('NetworkPolicy', 'tool-server-to-tool-store-ingress');
    expect(spec).toMatchObject({
      podSelector: { matchLabels: { app: 'store' } },
      ingress: [{ ports: [{ port: 6379 }] }],
    });
  });

  test('claims its share on the machine of the service, or bears the name that it is given', () => {
    const { inventory } = tool((it) => it.component('server', { name: 'named', labels, resources, replicas: 2 }));
    expect(inventory.foreignPods.map(({ name }) => name)).toEqual(['named']);
    expect(inventory.claims).toMatchObject([{ machine: { name: 'quay' }, resources, replicas: 2 }]);
  });

  test('needs the half of an edge that lets others in only where its namespace denies', () => {
    const halves = (existing: boolean) =>
      tool(
        (it) => {
          const store = it.component('store', { labels: { app: 'store' }, ports: [1], resources });
          it.component('server', { labels, resources, reaches: [store] });
        },
        { existing },
      ).manifests.names('NetworkPolicy');
    expect(halves(false)).toContain('tool-server-to-tool-store-ingress');
    expect(halves(true)).toEqual([]);
  });
});
