import { describe, expect, test } from 'vitest';
import { takeInventory } from '../../../constructs/inventory.ts';
import { NamespaceChart } from '../../../constructs/namespace/namespace.ts';
import type { PodProps } from '../../../constructs/pod/pod-props.ts';
import { fileOf, random, SecretClaim, type SecretClaimProps } from '../../../constructs/secret/secret.ts';
import type { Phase } from '../../../platform/types.ts';
import { documentsOf } from '../../../synth/model/documents.ts';
import { Bench, type BenchProps, bench, plain, scratchApp } from '../../support/bench.ts';
import { Manifests } from '../../support/manifests.ts';

const entrypoint = ['entry.sh', 'serve'];

/** A workload with one secret as a variable (`token`) and one as a file (`key.pem`). */
function shop(phase: Phase, pod: Partial<PodProps> = {}, props: BenchProps = {}): Manifests {
  const build = (service: Bench) => {
    const { token, 'key.pem': key } = service.secret('app', { token: random(), 'key.pem': random() });
    service.workload('web', { ...plain, entrypoint, env: { TOKEN: token, KEY_FILE: fileOf(key) }, ...pod });
  };
  return bench(build, { ...props, platform: { phase } });
}

const vault = (manifests: Manifests): Record<string, string> =>
  Object.fromEntries(
    Object.entries(manifests.template('shop').metadata.annotations as Record<string, string>).map(([name, value]) => [
      name.replace('vault.hashicorp.com/', ''),
      value,
    ]),
  );

describe.each([1, 2] as const)('in phase %s', (phase) => {
  test('a variable is a reference to a Secret of the service’s own namespace', () => {
    expect(shop(phase).container('shop').env).toContainEqual({
      name: 'TOKEN',
      valueFrom: { secretKeyRef: { name: 'shop-app', key: 'token' } },
    });
  });

  test('a file is projected from it, read-only for the pod’s group', () => {
    expect(shop(phase).env('shop').KEY_FILE).toBe('/secrets/shop-app.key.pem');
    expect(shop(phase).podVolume('shop', 'secrets').projected).toEqual({
      defaultMode: 0o440,
      sources: [{ secret: { name: 'shop-app', items: [{ key: 'key.pem', path: 'shop-app.key.pem' }] } }],
    });
    expect(shop(phase).mounts('shop')['/secrets']).toBe('secrets');
  });

  test('nothing of Vault is there: no annotation, no label, no shell, no edge', () => {
    const manifests = shop(phase);
    expect(vault(manifests)).toEqual({});
    expect(manifests.template('shop').metadata.labels).not.toHaveProperty('uyoop.fr/secrets');
    expect(manifests.container('shop').command).toBeUndefined();
    expect(manifests.names('NetworkPolicy')).not.toContain('shop-to-vault');
  });
});

describe('in phase 3', () => {
  test('the agent writes the file that phase 2 mounted, at the same path', () => {
    const manifests = shop(3);
    expect(manifests.env('shop')).toEqual({ KEY_FILE: '/secrets/shop-app.key.pem' });
    expect(vault(manifests)).toMatchObject({
      'secret-volume-path': '/secrets',
      'agent-inject-secret-app.key.pem': 'secret/data/plot/shop-app',
      'agent-inject-file-app.key.pem': 'shop-app.key.pem',
    });
    expect(manifests.mounts('shop')).not.toHaveProperty('/secrets');
  });

  test('variables are written to one file, which a shell reads before it becomes what the image runs', () => {
    const manifests = shop(3);
    expect(vault(manifests)['agent-inject-template-env']).toBe(
      `{{ with secret "secret/data/plot/shop-app" }}export TOKEN='{{ index .Data.data "token" | replaceAll "'" "'\\\\''" }}'{{ end }}`,
    );
    const shell = ['/bin/sh', '-c', '. /secrets/env && exec "$@"', '--'];
    expect(manifests.container('shop').command).toEqual([...shell, ...entrypoint]);
    expect(manifests.container('shop').args).toBeUndefined();
    const commanded = shop(3, { command: ['shop'], args: ['--serve'] });
    expect(commanded.container('shop').command).toEqual([...shell, 'shop', '--serve']);
  });

  test('arguments are not lost behind the entrypoint of the image', () => {
    expect(
      shop(3, { args: ['--port=1'] })
        .container('shop')
        .command.slice(-3),
    ).toEqual([...entrypoint, '--port=1']);
  });

  test('a pod of files alone needs no shell', () => {
    const manifests = shop(3, { env: {}, args: ['--serve'], secretFiles: [] });
    expect(manifests.container('shop')).toMatchObject({ args: ['--serve'] });
    expect(manifests.container('shop').command).toBeUndefined();
  });

  test('variables without a word about what the image runs throw', () => {
    expect(() => shop(3, { entrypoint: undefined })).toThrow(
      /plot\/shop: its secrets come from Vault through a shell: say in 'entrypoint'/,
    );
    expect(shop(2, { entrypoint: undefined }).container('shop').command).toBeUndefined();
  });

  test('a template never prints the nested map, and a key that is not there fails', () => {
    const template = vault(shop(3))['agent-inject-template-app.key.pem'];
    expect(template).toBe(
      '{{ with secret "secret/data/plot/shop-app" }}{{ index .Data.data "key.pem" | replaceAll "" "" }}{{ end }}',
    );
    expect(vault(shop(3))['error-on-missing-key-app.key.pem']).toBe('true');
  });

  test('the agent runs as the application’s own user, so that 0400 is enough; for root as its group', () => {
    expect(vault(shop(3))).toMatchObject({ 'agent-run-as-user': '1000', 'agent-inject-perms-env': '0400' });
    const root = { user: 'root', group: 33, relax: { root: 'the start script changes owners' } } as const;
    expect(vault(shop(3, root))).toMatchObject({
      'agent-run-as-user': '100',
      'agent-run-as-group': '33',
      'agent-inject-perms-env': '0440',
    });
  });

  test('the agent gets a token of its own, which is for Vault alone and not for the application', () => {
    const manifests = shop(3);
    expect(vault(manifests)['agent-service-account-token-volume-name']).toBe('vault-token');
    expect(manifests.podVolume('shop', 'vault-token').projected.sources).toEqual([
      { serviceAccountToken: { path: 'token', audience: 'vault', expirationSeconds: 3600 } },
    ]);
    expect(Object.values(manifests.mounts('shop'))).not.toContain('vault-token');
  });

  test('the pod has the label that the injector’s webhook selects, and the way to Vault', () => {
    const manifests = shop(3);
    expect(manifests.template('shop').metadata.labels['uyoop.fr/secrets']).toBe('vault');
    expect(manifests.one('Deployment').spec.selector.matchLabels).not.toHaveProperty('uyoop.fr/secrets');
    expect(manifests.names('NetworkPolicy')).toEqual(
      expect.arrayContaining(['shop-to-vault', 'shop-to-vault-ingress']),
    );
  });

  test('files of Vault and files of Secrets do not share a folder', () => {
    const build = (service: Bench) => {
      const early = service.secret('early', { token: random() }, { backend: 'existing' }).token;
      const late = service.secret('late', { token: random() }).token;
      service.workload('web', { ...plain, secretFiles: [early, late] });
    };
    expect(() => bench(build, { platform: { phase: 3 } })).toThrow(
      /files from Vault and from Secrets cannot share \/secrets/,
    );
    expect(bench(build, { platform: { phase: 1 } }).podVolume('shop', 'secrets').projected.sources).toHaveLength(2);
  });
});

describe('a sealed value', () => {
  const sealed = { 'plot/shop-app': { encryptedData: { token: 'AgB', 'key.pem': 'AgC', foreign: 'AgD' } } };

  test('is nowhere in phase 1', () => {
    expect(shop(1, {}, { sealed }).of('SealedSecret')).toEqual([]);
  });

  test('opens in phase 2 in the service’s own namespace, with the declared keys alone', () => {
    const { metadata, spec } = shop(2, {}, { sealed }).one('SealedSecret');
    expect([metadata.namespace, metadata.name]).toEqual(['plot', 'shop-app']);
    expect(spec.encryptedData).toEqual({ token: 'AgB', 'key.pem': 'AgC' });
    expect(spec.template).toMatchObject({ type: 'Opaque', metadata: { namespace: 'plot', name: 'shop-app' } });
  });

  test('opens in phase 3 beside Vault, which it feeds', () => {
    const feed = { 'security/vault-feed.plot.shop-app': { encryptedData: { token: 'AgE' } } };
    const { metadata, spec } = shop(3, {}, { sealed: { ...sealed, ...feed } }).one('SealedSecret');
    expect([metadata.namespace, metadata.name]).toEqual(['security', 'vault-feed.plot.shop-app']);
    expect(spec.encryptedData).toEqual({ token: 'AgE' });
    expect(spec.template.metadata.annotations).toEqual({ 'uyoop.fr/vault-path': 'plot/shop-app' });
  });

  test('is not sealed where it must be there before GitOps runs', () => {
    const build = (service: Bench) => service.secret('git', { token: random() }, { backend: 'existing' });
    for (const phase of [2, 3] as const) expect(bench(build, { platform: { phase } }).of('SealedSecret')).toEqual([]);
  });
});

describe('a secret’s claim', () => {
  test('refuses a key that a Secret, a file or a shell would mistake', () => {
    for (const key of ['Password', 'pass_word', '-x', 'a b', '']) {
      expect(() => bench((service) => service.secret('app', { [key]: random() }))).toThrow(
        `plot/shop/secret-app: secret 'shop-app': '${key}' is no key of a secret`,
      );
    }
    expect(() => bench((service) => service.secret('app', { 'key-1.pem': random() }))).not.toThrow();
  });

  test('takes every property and holds no value', () => {
    const app = scratchApp({ phase: 3 });
    const service = new Bench(new NamespaceChart(app, 'plot', { tier: 'prod' }), 'shop');
    const everything: Required<SecretClaimProps> = {
      namespace: 'plot',
      name: 'named-otherwise',
      keys: { token: random(20) },
      backend: 'sealed',
      beside: { labels: { found: 'by-this' }, data: { type: 'git' } },
    };
    new SecretClaim(service, 'claim', everything);
    expect(takeInventory(app).secrets).toMatchObject([{ ...everything, home: 'plot/named-otherwise' }]);
    expect(new Manifests(documentsOf(app)).one('SealedSecret').spec.encryptedData).toEqual({});
  });
});
