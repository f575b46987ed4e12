import { injected } from '../../../../constructs/pod/vault-agent.ts';
import check from '../../../../synth/checks/hardening/security-admission.ts';
import type { Fields } from '../../../support/manifests.ts';
import { labelled, withRoot } from '../levels.ts';
import { labPods } from '../scratch.ts';
import { twin } from '../twin.ts';

const { refuses, takes } = twin(check);
const never = "namespace 'ai-lab' enforces 'restricted', and would never admit a pod of";

refuses(
  'a pod that is root with a reason',
  () => labelled('restricted', withRoot()),
  `ai-lab/soft/workload-web/deployment: ${never} soft, got soft: may run as root; soft: runAsUser 0 (needs 'baseline')`,
);
takes('it where its construct asked for the level', withRoot);

const alone: readonly (readonly [string, (spec: Fields) => void, string])[] = [
  [
    'a kind of volume that restricted does not know',
    (spec) => spec.volumes.push({ name: 'a', nfs: { server: 'attic', path: '/' } }),
    "a volume of kind nfs (needs 'baseline')",
  ],
  [
    'a kernel setting that others would notice',
    (spec) => {
      spec.securityContext.sysctls = [{ name: 'net.core.somaxconn', value: '1024' }];
    },
    "sysctl net.core.somaxconn (needs 'privileged')",
  ],
  [
    'a probe of another host',
    (spec) => {
      spec.containers[0].livenessProbe.httpGet.host = '10.8.0.1';
    },
    'livenessProbe asks another host',
  ],
  [
    'a look into the whole of /proc',
    (spec) => {
      spec.containers[0].securityContext.procMount = 'Unmasked';
    },
    'procMount Unmasked',
  ],
  [
    'root for a whole pod whose containers are somebody else',
    (spec) => {
      spec.securityContext.runAsUser = 0;
    },
    "got runAsUser 0 (needs 'baseline')",
  ],
];
for (const [title, change, got] of alone) refuses(title, () => labPods(({ spec }) => change(spec)), got);

refuses(
  'the container that Vault adds: a seccomp profile of our own container is not its own',
  () =>
    labPods(({ template, spec, security }) => {
      Object.assign(template.metadata.labels, injected);
      security.seccompProfile = spec.securityContext.seccompProfile;
      delete spec.securityContext.seccompProfile;
    }),
  "got vault-agent-init: no seccomp profile (needs 'baseline')",
);

takes('a setting of the pod’s own network: ports below 1024 need one', () =>
  labPods(({ spec }) => {
    spec.securityContext.sysctls = [{ name: 'net.ipv4.ip_unprivileged_port_start', value: '0' }];
  }),
);
