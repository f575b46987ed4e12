import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { HostCheckout, type HostCheckoutProps } from '../../../../constructs/facts/claim.ts';
import { takeInventory } from '../../../../constructs/inventory.ts';
import { NamespaceChart } from '../../../../constructs/namespace/namespace.ts';
import { crowdsecApi } from '../../../../constructs/services/traefik/crowdsec-api.ts';
import {
  CrowdsecBouncer,
  type CrowdsecBouncerProps,
} from '../../../../constructs/services/traefik/crowdsec-bouncer.ts';
import { plugins } from '../../../../platform/versions.ts';
import { namedAddresses } from '../../../../synth/reading/named-addresses.ts';
import { Bench, scratchApp } from '../../../support/bench.ts';
import { fixture, quay } from '../../../support/platform.ts';
import { town, townWith } from '../../../support/town.ts';

const { manifests, inventory } = town();
const valuesOf = (whole: typeof manifests) => parse(whole.one('HelmChartConfig', 'traefik').spec.valuesContent);
const values = valuesOf(manifests);
const bouncer = manifests.one('Middleware', 'crowdsec').spec.plugin.crowdsec;

describe('CrowdSec’s bouncer', () => {
  test('stands before every route of both doors, by the name of its one middleware', () => {
    const middlewares = ['kube-system-crowdsec@kubernetescrd'];
    expect(values.ports.web.http.middlewares).toEqual(middlewares);
    expect(values.ports.websecure.http.middlewares).toEqual(middlewares);
    expect(manifests.one('Middleware', 'crowdsec').metadata.namespace).toBe('kube-system');
  });

  test('lets everybody in whom it does not know to be banned, when the local API is gone', () => {
    expect(bouncer).toMatchObject({ crowdsecMode: 'stream', updateMaxFailure: -1, streamStartupBlock: false });
  });

  test('reads its code from the disk: no start of Traefik asks plugins.traefik.io', () => {
    expect(values.experimental).not.toHaveProperty('plugins');
    const plugin = values.experimental.localPlugins.crowdsec;
    expect(plugin.mountPath).toBe(`/plugins-local/src/${plugin.moduleName}`);
    const [volume] = values.deployment.additionalVolumes;
    expect(plugin).toMatchObject({ type: 'localPath', volumeName: volume.name });
    const [checkout] = inventory.hostCheckouts;
    expect(checkout).toMatchObject({ path: volume.hostPath.path, commit: plugins.crowdsec.commit });
    expect(checkout?.path).toContain(plugins.crowdsec.version);
    expect(checkout?.machine.name).toBe(values.nodeSelector['kubernetes.io/hostname']);
  });

  test('never leaves a Traefik that answers 404 to everything: a pod without its plugin does not get ready', () => {
    expect(values.experimental.abortOnPluginFailure).toBe(true);
    expect(values.deployment.additionalVolumes[0].hostPath.type).toBe('Directory');
    expect(values).not.toHaveProperty('updateStrategy');
  });

  test('nor one without its key: kubelet refuses a Secret that lacks an item, where an absent file would be 404', () => {
    const items = [{ key: 'lapi-key', path: 'lapi-key' }];
    expect(values.deployment.additionalVolumes[1]).toEqual({
      name: values.additionalVolumeMounts[0].name,
      secret: { secretName: 'traefik-crowdsec', items },
    });
    expect(bouncer.crowdsecLapiKeyFile).toBe('/secrets/crowdsec/lapi-key');
    expect(values).not.toHaveProperty('volumes');
  });

  test('takes the client’s address from the connection, and no header’s word for it', () => {
    expect(bouncer.forwardedHeadersTrustedIPs).toEqual([]);
    expect(bouncer.clientTrustedIPs).toEqual([fixture.network.mesh, fixture.network.pods]);
  });

  test.each([1, 2, 3] as const)('has its key from a Secret, never from Vault, in phase %s', (phase) => {
    const whole = town(phase);
    const claim = whole.inventory.secrets.find(({ name }) => name === 'traefik-crowdsec');
    expect(claim).toMatchObject({ namespace: 'kube-system', backend: phase === 1 ? 'existing' : 'sealed' });
    const [mount] = valuesOf(whole.manifests).additionalVolumeMounts;
    expect(mount).toEqual({ name: 'traefik-crowdsec', mountPath: '/secrets/crowdsec', readOnly: true });
    expect(bouncer.crowdsecLapiKeyFile).toBe(`${mount.mountPath}/${Object.keys(claim?.keys ?? {})[0]}`);
    expect(bouncer).not.toHaveProperty('crowdsecLapiKey');
  });

  test('can be switched off, and leaves nothing behind', () => {
    const off = townWith({ platform: { crowdsec: { ...fixture.crowdsec, bouncer: false } } });
    expect(off.manifests.names('Middleware')).not.toContain('crowdsec');
    expect(off.inventory.hostCheckouts).toEqual([]);
    expect(off.manifests.one('HelmChartConfig').spec.valuesContent).not.toMatch(/crowdsec|experimental|middlewares/);
  });

  test('takes every property, and is an exception that is written down', () => {
    const app = scratchApp({ phase: 2 });
    const shop = new Bench(new NamespaceChart(app, 'plot', { tier: 'prod' }), 'shop');
    const { key } = shop.secret('bouncer', { key: { from: 'random', length: 64 } });
    const everything: Required<CrowdsecBouncerProps> = { machine: quay, key };
    expect(new CrowdsecBouncer(shop, 'bouncer', everything).values.additionalVolumeMounts[0]?.name).toBe(
      'shop-bouncer',
    );
    expect(takeInventory(app).exceptions.map(({ what }) => what)).toEqual(['Traefik mounts a folder of the machine']);
  });
});

describe('CrowdSec’s local API', () => {
  test('is asked on the mesh address of its machine', () => {
    expect(bouncer.crowdsecLapiHost).toBe(`${quay.mesh}:${fixture.crowdsec.port}`);
  });

  test('is an address that no written policy leads to: of all pods, only Traefik’s are not held by one', () => {
    const { port } = fixture.crowdsec;
    const to = inventory.edges.filter(({ to }) => to.name === crowdsecApi(fixture).name);
    expect(to.map(({ from }) => `${from.namespace}/${from.name}`)).toEqual(['kube-system/traefik']);
    const mesh = namedAddresses(fixture).find(({ name }) => name.startsWith('quay (mesh'));
    expect(mesh?.ranges).toHaveLength(1);
    for (const { spec } of manifests.of('NetworkPolicy')) {
      const blocks = (spec.egress ?? []).filter((rule: { ports?: { port: number }[] }) =>
        rule.ports?.some((open) => open.port === port),
      );
      expect(JSON.stringify(blocks)).not.toContain(quay.mesh);
    }
  });

  test('must be on a machine that there is', () => {
    expect(() => crowdsecApi({ ...fixture, crowdsec: { ...fixture.crowdsec, machine: 'attic' } })).toThrow(
      "crowdsec.machine 'attic' is no machine of the platform",
    );
  });
});

describe('a checkout on a machine', () => {
  const everything: Required<HostCheckoutProps> = {
    machine: quay,
    repository: 'https://github.com/example/plugin',
    commit: 'a'.repeat(40),
    path: '/var/lib/uyoop/plugin',
  };

  test('takes every property', () => {
    expect(new HostCheckout(scratchApp(), 'plugin', everything)).toMatchObject(everything);
  });

  test('is pinned to a commit: a tag can be moved', () => {
    expect(() => new HostCheckout(scratchApp(), 'plugin', { ...everything, commit: 'v1.7.1' })).toThrow(
      "plugin: 'v1.7.1' is no full commit hash",
    );
  });
});
