import { describe, expect, test } from 'vitest';
import { machinesOf } from '../../constructs/facts/platform-app.ts';
import { compose } from '../../main.ts';
import type { Phase } from '../../platform/types.ts';
import { uyoop } from '../../platform/uyoop.ts';
import { readSealedStore } from '../../secrets/sealed/store.ts';
import { findings } from '../../synth/checks/index.ts';
import { kubernetesFiles } from '../../synth/model/files.ts';
import { choices } from '../support/composed.ts';
import { own, ownWith } from '../support/own.ts';
import { repository } from '../synth/command/command-line.ts';

/** What holds of an owner's platform whatever the owner writes. What a service looks like is tested on the fixture. */
const { store } = readSealedStore(repository);

describe.each(choices)('the owner’s platform in phase %s with %s', (phase, gitops) => {
  const { platform, manifests, inventory } = own(phase, gitops);

  test('is well, and no check finds anything', () => {
    expect(findings(compose(platform, store))).toEqual([]);
  });

  test('renders the same text twice', () => {
    const again = ownWith({ phase, gitops }).manifests;
    expect([...kubernetesFiles(again.documents)]).toEqual([...kubernetesFiles(manifests.documents)]);
  });

  test('gives every object one home', () => {
    const keys = manifests.all.map(
      ({ apiVersion, kind, metadata }) => `${apiVersion} ${kind} ${metadata.namespace}/${metadata.name}`,
    );
    expect(keys.filter((key, index) => keys.indexOf(key) !== index)).toEqual([]);
  });

  test('has no hash in any name or path: it would be another one tomorrow', () => {
    const hashed = /-c[0-9a-f]{7}\b|-[0-9a-f]{8,}\b/;
    const names = manifests.documents.flatMap(({ file, manifest }) => [file, manifest.metadata.name]);
    expect(names.filter((name) => hashed.test(name))).toEqual([]);
  });

  test('denies by default in every namespace that is ours', () => {
    const denied = manifests.of('NetworkPolicy').filter(({ metadata }) => metadata.name === 'default-deny');
    expect(denied.map(({ metadata }) => metadata.namespace)).toEqual(manifests.names('Namespace'));
  });

  test('names only namespaces and machines that exist', () => {
    const known = new Set([...manifests.names('Namespace'), 'kube-system']);
    const named = manifests.all.flatMap(({ metadata }) => metadata.namespace ?? []);
    expect(named.filter((namespace) => !known.has(namespace))).toEqual([]);
    const machines = machinesOf(platform).map(({ name }) => name);
    const pinned = JSON.stringify(manifests.all).matchAll(/"kubernetes\.io\/hostname":"([^"]+)"/g);
    expect([...pinned].map(([, name]) => name).filter((name) => !machines.includes(name as string))).toEqual([]);
  });

  test('asks an issuer that exists for every certificate, and lets its solver in', () => {
    for (const { metadata, spec } of manifests.of('Certificate')) {
      expect(manifests.names(spec.issuerRef.kind)).toContain(spec.issuerRef.name);
      const policies = manifests.in(metadata.namespace as string).names('NetworkPolicy');
      expect(policies).toContain('traefik-to-acme-solver');
    }
  });

  test('writes no plain Secret, and has every value from where its phase says', () => {
    expect(manifests.of('Secret')).toEqual([]);
    const backends = new Set(inventory.secrets.map(({ backend }) => backend));
    const later = { 1: ['sealed', 'vault'], 2: ['vault'], 3: [] } as const;
    expect(later[phase].filter((backend) => backends.has(backend))).toEqual([]);
    if (phase < 2) expect(manifests.of('SealedSecret')).toEqual([]);
    if (phase < 3) expect(JSON.stringify(manifests.all)).not.toContain('vault.hashicorp.com');
  });

  test('writes objects of its own for every service', () => {
    const written = new Set(manifests.documents.map(({ file }) => file));
    expect(inventory.services.filter(({ file }) => !written.has(file)).map(({ node }) => node.path)).toEqual([]);
  });
});

describe('a phase of the owner’s platform', () => {
  test('changes no selector and no volume of what runs already', () => {
    const lasting = (phase: Phase) => {
      const { manifests } = own(phase);
      const workloads = ['Deployment', 'StatefulSet'].flatMap((kind) => manifests.of(kind));
      const claims = manifests.of('PersistentVolumeClaim').map(({ metadata, spec }) => [metadata, spec]);
      return [...workloads.map(({ metadata, spec }) => [metadata.namespace, metadata.name, spec.selector]), ...claims];
    };
    expect(lasting(2)).toEqual(expect.arrayContaining(lasting(1)));
    expect(lasting(3)).toEqual(expect.arrayContaining(lasting(2)));
  });

  test('changes no path of a file that an earlier one writes', () => {
    const files = (phase: Phase) => [...kubernetesFiles(own(phase).manifests.documents).keys()];
    expect(files(2)).toEqual(expect.arrayContaining(files(1)));
    expect(files(3)).toEqual(expect.arrayContaining(files(2)));
  });
});

test('mail answers Traefik on a port that its machine lists on the mesh', () => {
  const { machine, webPort } = uyoop.mail;
  const { ports = [], mesh } = uyoop.machines.find(({ name }) => name === machine) ?? {};
  expect(ports.filter(({ port, address }) => port === webPort && address === mesh)).toHaveLength(1);
});
