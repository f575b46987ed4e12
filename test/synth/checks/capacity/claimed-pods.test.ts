import { k8s } from 'cdk8s-plus-28';
import check from '../../../../synth/checks/capacity/claimed-pods.ts';
import { rewritten, scratch } from '../scratch.ts';
import { twin } from '../twin.ts';

const { refuses, takes } = twin(check);

refuses(
  'pods beside every claim',
  () =>
    scratch({
      add: ({ prod, wiki }) => {
        const { template } = wiki.web as unknown as { template: k8s.PodTemplateSpec };
        const selector = { matchLabels: { ...wiki.web.pods.labels } };
        const metadata = { name: 'stray', namespace: 'prod-web' };
        new k8s.KubeDeployment(prod, 'stray', { metadata, spec: { selector, template } });
      },
    }),
  'prod-web/stray: pods that no claim covers, got Deployment prod-web/stray asks for 0.1 cores and 128 MiB',
);

refuses(
  'more replicas than are claimed',
  () =>
    rewritten(scratch(), ({ kind, metadata, spec }) => {
      if (metadata.name === 'wiki' && kind === 'Deployment') spec.replicas = 2;
    }),
  'CPU 0.2 cores against 0.1 cores claimed; memory 256 MiB against 128 MiB claimed',
);

const injected = (settings: Readonly<Record<string, string>>) =>
  rewritten(scratch(), ({ kind, metadata, spec }) => {
    if (metadata.name !== 'wiki' || kind !== 'Deployment') return;
    const asked = { 'requests-cpu': '10m', 'requests-mem': '32Mi', 'limits-mem': '96Mi' };
    const all = Object.entries({ inject: 'true', ...asked, ...settings });
    const annotations = all.map(([name, value]) => [`vault.hashicorp.com/agent-${name}`, value]);
    spec.template.metadata.annotations = Object.fromEntries(annotations);
  });

refuses(
  'an agent that Vault’s injector puts beside a pod',
  () => injected({}),
  'CPU 0.11 cores against 0.1 cores claimed; memory 160 MiB against 128 MiB',
);

takes('an agent that only comes before it', () => injected({ 'pre-populate-only': 'true' }));
