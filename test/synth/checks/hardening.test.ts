import { describe, expect, it } from 'vitest';
import { Exception } from '../../../constructs/facts/claim.ts';
import type { Manifest } from '../../../synth/model/documents.ts';
import { letters, rewritten, Scratch, scratch, tripped } from './scratch.ts';

type Json = Manifest[string];

const withPod = (change: (spec: Json, container: Json) => void, model = scratch()) =>
  rewritten(model, ({ kind, metadata, spec }) => {
    if (kind === 'Deployment' && metadata.name === 'lab') change(spec.template.spec, spec.template.spec.containers[0]);
  });

const wrongs: readonly (readonly [string, (spec: Json, container: Json) => void])[] = [
  [
    'is privileged',
    (_, { securityContext }) => {
      securityContext.privileged = true;
    },
  ],
  [
    'may run as root',
    (_, { securityContext }) => {
      securityContext.runAsUser = 0;
    },
  ],
  [
    'may run as root',
    (_, { securityContext }) => {
      delete securityContext.runAsNonRoot;
    },
  ],
  [
    'may gain privileges',
    (_, { securityContext }) => {
      delete securityContext.allowPrivilegeEscalation;
    },
  ],
  [
    'keeps capabilities',
    (_, { securityContext }) => {
      delete securityContext.capabilities;
    },
  ],
  [
    'adds capabilities',
    (_, { securityContext }) => {
      securityContext.capabilities.add = ['NET_ADMIN'];
    },
  ],
  [
    'writes to its root file system',
    (_, { securityContext }) => {
      securityContext.readOnlyRootFilesystem = false;
    },
  ],
  [
    'has no seccomp profile',
    (spec) => {
      delete spec.securityContext.seccompProfile;
    },
  ],
  [
    'shares a namespace with the machine',
    (spec) => {
      spec.hostPID = true;
    },
  ],
  [
    'sees a folder of the machine',
    (spec) => {
      spec.volumes.push({ name: 'host', hostPath: { path: '/etc' } });
    },
  ],
  [
    'takes a port of the machine',
    (_, { ports }) => {
      ports[0].hostPort = 9000;
    },
  ],
  [
    'cannot be asked whether it is well',
    (_, container) => {
      delete container.livenessProbe;
    },
  ],
  [
    'does not say what it needs',
    (_, { resources }) => {
      delete resources.limits;
    },
  ],
  [
    'sees the token of its service account',
    (spec) => {
      delete spec.automountServiceAccountToken;
    },
  ],
];

describe('check 7: hardening', () => {
  it.each(wrongs)('refuses a pod that %s', (what, change) => {
    const model = withPod(change);
    expect(tripped(model)).toEqual([7]);
    expect(letters(model)).toEqual([expect.stringContaining(`ai-lab/lab ${what}`)]);
  });

  it('refuses an init container as it refuses any other', () => {
    const model = withPod((spec) => {
      const { securityContext, ...bare } = spec.containers[0];
      spec.initContainers = [bare];
    });
    expect(tripped(model)).toEqual([7]);
  });

  it('takes what the workload gives a reason for, and nothing beyond it', () => {
    const relax = {
      root: 'its entrypoint changes users itself',
      writableRoot: 'PHP writes its sessions there',
      noProbe: 'it only listens to a queue',
    };
    const model = scratch({ add: ({ dev }) => new Scratch(dev, 'soft', { relax, user: 'root', probe: undefined }) });
    expect(letters(model)).toEqual([]);
    const further = rewritten(model, ({ kind, metadata, spec }) => {
      if (kind === 'Deployment' && metadata.name === 'soft') spec.template.spec.hostPID = true;
    });
    expect(letters(further)).toEqual([expect.stringContaining('ai-lab/soft shares a namespace with the machine')]);
  });

  it('asks no job for probes', () => {
    expect(letters(scratch({ add: ({ lab }) => lab.job('again') }))).toEqual([]);
  });

  it('refuses a reason that says nothing', () => {
    const model = scratch();
    const reason = Object.assign(Object.create(Exception.prototype), {
      node: model.app.node,
      what: 'runs as root',
      reason: 'must be',
    });
    expect(tripped({ ...model, inventory: { ...model.inventory, exceptions: [reason] } })).toEqual([7]);
  });
});
