import { describe, expect, it } from 'vitest';
import { keepOnPrune } from '../../../constructs/facts/prune.ts';
import type { Manifest } from '../../../synth/model/documents.ts';
import { byHand } from '../../../synth/reading/by-hand.ts';

const object = (kind: string, fields: object, metadata: object = {}): Manifest => ({
  apiVersion: 'v1',
  kind,
  metadata: { name: 'data', namespace: 'shop', ...metadata },
  ...fields,
});

/** What is said when one object becomes another. */
const said = (before: Manifest, after: Manifest): readonly string[] =>
  byHand([before], [after]).map(({ where, what, cure }) => `${where}: ${what} | ${cure}`);
const changed = (kind: string, before: object, after: object) => said(object(kind, before), object(kind, after));

describe('a claim', () => {
  const claim = (storage: string, storageClassName = 'local-path') => ({
    spec: { accessModes: ['ReadWriteOnce'], storageClassName, resources: { requests: { storage } } },
  });

  it('grows by a number alone where nothing holds it to a size', () => {
    expect(changed('PersistentVolumeClaim', claim('5Gi'), claim('8Gi'))).toEqual([]);
  });

  it('grows by hand where it has an end', () => {
    expect(changed('PersistentVolumeClaim', claim('5Gi', 'longhorn'), claim('8Gi', 'longhorn'))).toEqual([
      'PersistentVolumeClaim shop/data: stays as large as it is until somebody asks for 8Gi | ' +
        `kubectl -n shop patch pvc data -p '{"spec":{"resources":{"requests":{"storage":"8Gi"}}}}'; nothing makes it smaller`,
    ]);
  });

  it('that nobody claims any more goes on taking its room', () => {
    const [one, ...others] = byHand([object('PersistentVolumeClaim', claim('5Gi'))], []);
    expect(others).toEqual([]);
    expect(one?.what).toContain('goes on taking its room');
    expect(one?.cure).toContain(
      "{ namespace: 'shop', volume: 'data', size: '5Gi', machine: '…' } into platform/kept.ts",
    );
  });

  it('keeps its class and its mode until somebody moves what it holds', () => {
    const block = { spec: { ...claim('5Gi').spec, volumeMode: 'Block' } };
    expect(changed('PersistentVolumeClaim', claim('5Gi'), block)).toHaveLength(1);
    expect(changed('PersistentVolumeClaim', claim('5Gi'), claim('5Gi', 'longhorn'))).toEqual([
      expect.stringContaining('stays as it was made, of its old class | move what it holds: docs/volumes.md'),
    ]);
  });
});

describe('a field that Kubernetes takes once', () => {
  const cases: readonly (readonly [kind: string, before: object, after: object, field: string])[] = [
    ['Deployment', { spec: { selector: { a: 1 } } }, { spec: { selector: { a: 2 } } }, 'spec.selector'],
    ['DaemonSet', { spec: { selector: { a: 1 } } }, { spec: { selector: { a: 2 } } }, 'spec.selector'],
    ['StatefulSet', { spec: { serviceName: 'a' } }, { spec: { serviceName: 'b' } }, 'spec.serviceName'],
    ['Job', { spec: { template: { a: 1 } } }, { spec: { template: { a: 2 } } }, 'spec.template'],
    ['RoleBinding', { roleRef: { name: 'a' } }, { roleRef: { name: 'b' } }, 'roleRef'],
    ['ClusterRoleBinding', { roleRef: { name: 'a' } }, { roleRef: { name: 'b' } }, 'roleRef'],
    ['PriorityClass', { value: 1 }, { value: 2 }, 'value'],
    ['StorageClass', { parameters: { a: 1 } }, { parameters: { a: 2 } }, 'parameters'],
    ['IngressClass', { spec: { controller: 'a' } }, { spec: { controller: 'b' } }, 'spec.controller'],
    ['StatefulSet', { spec: { ordinary: 1 } }, { spec: { ordinary: 2 } }, 'spec.ordinary'],
    ['Job', { spec: { completions: 1 } }, { spec: { completions: 2 } }, 'spec.completions'],
    ['Service', { spec: { clusterIP: 'None' } }, { spec: {} }, 'spec.clusterIP'],
    ['Service', { spec: { ipFamilies: ['IPv4'] } }, { spec: { ipFamilies: ['IPv6'] } }, 'spec.ipFamilies'],
    ['EndpointSlice', { addressType: 'IPv4' }, { addressType: 'IPv6' }, 'addressType'],
    ['ResourceQuota', { spec: { hard: 1 } }, { spec: { hard: 1, scopes: ['Terminating'] } }, 'spec.scopes'],
    ['Secret', { type: 'Opaque' }, { type: 'kubernetes.io/basic-auth' }, 'type'],
    ['ConfigMap', { immutable: true, data: { a: 1 } }, { immutable: true, data: { a: 2 } }, 'data'],
  ];
  it.each(cases)('of a %s has it made anew', (kind, before, after, field) => {
    const [line, ...others] = changed(kind, before, after);
    expect(others).toEqual([]);
    expect(line).toContain(`${field} cannot change`);
    expect(line).toContain(`kubectl -n shop delete ${kind.toLowerCase()} data`);
  });

  it('leaves the pods running where others are to adopt them', () => {
    expect(changed('StatefulSet', { spec: { serviceName: 'a' } }, { spec: {} })[0]).toContain('--cascade=orphan');
    expect(changed('Job', { spec: { template: 1 } }, { spec: { template: 2 } })[0]).not.toContain('--cascade');
  });

  it('is no matter of the order of its keys, nor of a newer version of the kind', () => {
    const newer = { ...object('Deployment', { spec: { selector: { b: 2, a: 1 } } }), apiVersion: 'apps/v2' };
    const older = { ...object('Deployment', { spec: { selector: { a: 1, b: 2 } } }), apiVersion: 'apps/v1' };
    expect(said(older, newer)).toEqual([]);
    expect(said(older, { ...newer, spec: { selector: {} } })).toHaveLength(1);
  });

  it('may change where the rest does not', () => {
    expect(changed('Deployment', { spec: { replicas: 1 } }, { spec: { replicas: 2 } })).toEqual([]);
    expect(changed('ConfigMap', { data: { a: 1 } }, { data: { a: 2 } })).toEqual([]);
  });
});

it('says of a sealed value whose Secret would be of another type that it is not unsealed any more', () => {
  const sealed = (type: string) => ({ spec: { template: { type } } });
  expect(changed('SealedSecret', sealed('Opaque'), sealed('kubernetes.io/basic-auth'))).toEqual([
    expect.stringMatching(/the type of its Secret cannot change.*kubectl -n shop delete secret data/),
  ]);
});

describe('a service that moves to another machine', () => {
  const on = (machine: string, state: object) => ({
    spec: { template: { spec: { nodeSelector: { 'kubernetes.io/hostname': machine }, ...state } } },
  });
  const mounted = { volumes: [{ name: 'data', persistentVolumeClaim: { claimName: 'data' } }] };

  it('leaves its volume behind', () => {
    expect(changed('Deployment', on('quay', mounted), on('loft', mounted))).toEqual([
      expect.stringMatching(/goes from quay to loft, and its volume does not.*before it is merged: docs\/volumes\.md/),
    ]);
  });

  it('goes freely when it has none', () => {
    expect(changed('Deployment', on('quay', {}), on('loft', {}))).toEqual([]);
  });
});

describe('a chart', () => {
  const release = (values: object, annotations?: object) =>
    object('HelmRelease', { spec: { values } }, { annotations });

  it('cannot change the storage of its StatefulSet, whatever it calls it', () => {
    for (const key of ['dataStorage', 'persistence', 'volumeClaimTemplate', 'storage']) {
      const [line] = said(
        release({ server: { [key]: { size: '2Gi' } } }),
        release({ server: { [key]: { size: '4Gi' } } }),
      );
      expect(line).toContain('which its StatefulSet refuses');
    }
    expect(said(release({ replicas: 1 }), release({ replicas: 2 }))).toEqual([]);
  });

  it('whose pods nobody restarts says itself what to do, as soon as it changes', () => {
    const annotations = { 'uyoop.fr/by-hand': 'delete the pod' };
    expect(said(release({ a: 1 }, annotations), release({ a: 2 }, annotations))).toEqual([
      expect.stringContaining('nothing in the cluster makes what runs follow | delete the pod'),
    ]);
    expect(said(release({ a: 1 }, annotations), release({ a: 1 }, annotations))).toEqual([]);
  });
});

describe('a folder whose last service is dropped', () => {
  const gone = [
    object('Deployment', {}),
    object('ClusterRole', {}, { namespace: undefined }),
    object('NetworkPolicy', {}, { annotations: keepOnPrune }),
    object('Namespace', {}, { annotations: keepOnPrune }),
    { ...object('HelmRelease', {}), apiVersion: 'helm.toolkit.fluxcd.io/v2' },
  ];
  const folder = (apiVersion: string, kind: string, name = 'services-shop') => ({
    ...object(kind, {}, { name, namespace: 'engine' }),
    apiVersion,
  });

  it.each([folder('kustomize.toolkit.fluxcd.io/v1', 'Kustomization'), folder('argoproj.io/v1alpha1', 'Application')])(
    'goes on running until somebody deletes it, by name and all but its state: $kind',
    (one) => {
      expect(byHand([...gone, one], []).map(({ where, cure }) => `${where} | ${cure}`)).toEqual([
        `${one.kind} services-shop | when it is merged: kubectl -n shop delete --ignore-not-found deployment/data` +
          ' && kubectl delete --ignore-not-found clusterrole/data',
      ]);
    },
  );

  it('is only called by another name when all that it made is written still', () => {
    const one = folder('kustomize.toolkit.fluxcd.io/v1', 'Kustomization');
    expect(byHand([...gone, one], gone)).toEqual([]);
  });

  it('is no matter while its folder stays: the engine prunes', () => {
    expect(byHand(gone, [])).toEqual([]);
  });
});

it('nothing is to be done for what is new, and for what is gone', () => {
  expect(byHand([], [object('Job', {})])).toEqual([]);
  expect(byHand([object('Job', {})], [])).toEqual([]);
});
