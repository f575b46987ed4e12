import check from '../../../../synth/checks/hosts/k3s-words.ts';
import { twin } from '../twin.ts';
import { told, toldK3s } from './told.ts';

const { refuses } = twin(check);

/** Each word of config.yaml that something counts on, and what it would be otherwise. */
const words = {
  'node-external-ip': undefined,
  'protect-kernel-defaults': false,
  'kubelet-arg': [],
  'kube-proxy-arg': [],
  'tls-san': ['192.0.2.10'],
  'cluster-cidr': '10.52.0.0/16',
  'service-cidr': '10.53.0.0/16',
  'cluster-dns': '10.43.0.2',
  'flannel-backend': 'host-gw',
  'secrets-encryption': false,
  'write-kubeconfig-mode': '0644',
  'agent-token-file': undefined,
  disable: ['local-storage'],
  'embedded-registry': true,
} as const;
for (const [word, value] of Object.entries(words))
  refuses(
    `${word} of the server`,
    () => toldK3s('core-prod', { [word]: value } as never),
    `hosts/core-prod: K3s's ${word} is not `,
  );

refuses(
  "an agent with the server's own token",
  () => toldK3s('ai-lab', { 'token-file': '/var/lib/rancher/k3s/server/token' }),
  `hosts/ai-lab: K3s's token-file is not "/etc/rancher/k3s/agent-token": the role lays it there`,
);
refuses(
  'volumes that everybody may enter',
  () => told('ai-lab', ({ k3s }) => ({ k3s: { ...k3s, storage: { ...k3s.storage, mode: '0755' } } })),
  `hosts/ai-lab: K3s's storage is not {"path":"/var/lib/rancher/k3s/storage","mode":"0700","rootShare":5}: each volume in it is open to everybody, and has no end`,
);
refuses(
  "another engine's files",
  () => told('core-prod', ({ k3s }) => ({ k3s: { ...k3s, engine: 'argocd' } })),
  `K3s's engine is not "flux": whose files pull everything else, got "argocd"`,
);
refuses(
  'another version than the model is made for',
  () => told('ai-lab', ({ k3s }) => ({ k3s: { ...k3s, version: 'v1.20.0+k3s1' } })),
  "hosts/ai-lab: K3s's version is not ",
);
refuses(
  'two servers',
  () => told('ai-lab', ({ k3s }) => ({ k3s: { ...k3s, role: 'server' } })),
  `hosts/ai-lab: K3s's role is not "agent": one server, and agents that join it, got "server"`,
);
