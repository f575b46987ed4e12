import { describe, expect, it } from 'vitest';
import { injected } from '../../../constructs/pod/vault-agent.ts';
import type { Manifest } from '../../../synth/model/documents.ts';
import { letters, rewritten, Scratch, scratch, tripped } from './scratch.ts';

type Json = Manifest[string];

const enforce = 'pod-security.kubernetes.io/enforce';
const root = { root: 'its entrypoint changes users itself' };

const namespaced = (change: (labels: Json) => void, model = scratch()) =>
  rewritten(model, ({ kind, metadata }) => {
    if (kind === 'Namespace' && metadata.name === 'ai-lab') change(metadata.labels);
  });
const labelled = (level: string, model = scratch()) =>
  namespaced((labels) => {
    for (const mode of ['enforce', 'warn', 'audit']) labels[`pod-security.kubernetes.io/${mode}`] = level;
  }, model);
const withRoot = () => scratch({ add: ({ dev }) => new Scratch(dev, 'soft', { relax: root, user: 'root' }) });
const withPod = (change: (template: Json) => void, model = scratch()) =>
  rewritten(model, ({ kind, metadata, spec }) => {
    if (kind === 'Deployment' && metadata.name === 'lab') change(spec.template);
  });

describe('check 7: Pod Security levels', () => {
  it('refuses a namespace that would never admit its own pod', () => {
    const model = labelled('restricted', withRoot());
    expect(tripped(model)).toEqual([7]);
    expect(letters(model)).toEqual([
      "ai-lab/soft/workload-web/deployment: namespace 'ai-lab' enforces 'restricted', and would never admit a pod of soft, got soft: may run as root; soft: runAsUser 0",
    ]);
    expect(letters(withRoot())).toEqual([]);
  });

  it('refuses a namespace that is looser than its pods are', () => {
    const model = labelled('baseline');
    expect(tripped(model)).toEqual([7]);
    expect(letters(model)[0]).toContain("got 'baseline', while all of them pass 'restricted'");
    expect(letters(labelled('privileged', withRoot()))[0]).toContain("while all of them pass 'baseline'");
  });

  it.each([
    ['no level', (labels: Json) => delete labels[enforce], 'enforces no Pod Security level'],
    [
      'a level that does not exist',
      (labels: Json) => {
        labels[enforce] = 'strict';
      },
      "got 'strict'",
    ],
    ['no warning', (labels: Json) => delete labels['pod-security.kubernetes.io/warn'], "looser in 'warn'"],
  ])('refuses a namespace with %s', (_, change, letter) => {
    const model = namespaced(change);
    expect(tripped(model)).toEqual([7]);
    expect(letters(model)).toEqual([expect.stringContaining(letter)]);
  });

  it.each([
    [
      'a kind of volume that restricted does not know',
      (spec: Json) => spec.volumes.push({ name: 'a', nfs: {} }),
      'nfs',
    ],
    [
      'a kernel setting that others would notice',
      (spec: Json) => {
        spec.securityContext.sysctls = [{ name: 'net.core.somaxconn', value: '1024' }];
      },
      'sysctl net.core.somaxconn',
    ],
    [
      'a probe of another host',
      (spec: Json) => {
        spec.containers[0].livenessProbe.httpGet.host = '10.8.0.1';
      },
      'livenessProbe asks another host',
    ],
    [
      'a look into the whole of /proc',
      (spec: Json) => {
        spec.containers[0].securityContext.procMount = 'Unmasked';
      },
      'procMount Unmasked',
    ],
  ])('knows %s, which nothing else in check 7 looks at', (_, change, got) => {
    const model = withPod(({ spec }) => change(spec));
    expect(letters(model).filter((letter) => letter.includes('would never admit'))).toEqual([
      expect.stringContaining(got),
    ]);
  });

  it('thinks of the container that Vault adds: a seccomp profile of our own container alone is not enough', () => {
    const model = withPod(({ metadata, spec }) => {
      Object.assign(metadata.labels, injected);
      spec.containers[0].securityContext.seccompProfile = spec.securityContext.seccompProfile;
      delete spec.securityContext.seccompProfile;
    });
    expect(letters(model)).toEqual([expect.stringContaining('vault-agent-init: no seccomp profile')]);
  });

  it('takes a setting of the pod’s own network: ports below 1024 need one', () => {
    const low = scratch({ add: ({ dev }) => new Scratch(dev, 'low', { ports: { http: 80 } }) });
    expect(letters(low)).toEqual([]);
  });

  it('leaves a namespace alone whose pods a chart makes: their level is the chart’s business', () => {
    const model = rewritten(scratch(), ({ kind, metadata }) => {
      if (kind === 'Namespace' && metadata.name === 'cert-manager')
        Object.assign(metadata.labels ?? {}, { [enforce]: 'privileged' });
    });
    expect(letters(model).filter((letter) => letter.includes('enforces less'))).toEqual([]);
  });
});
