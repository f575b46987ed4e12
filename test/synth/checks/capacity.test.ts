import { k8s } from 'cdk8s-plus-28';
import { describe, expect, it } from 'vitest';
import { noBackup, ResourceClaim } from '../../../constructs/facts/claim.ts';
import { budgets } from '../../../synth/checks/capacity.ts';
import { letters, rewritten, Scratch, scratch, tripped } from './scratch.ts';

describe('check 1: capacity', () => {
  it('refuses requests that no machine has', () => {
    const model = scratch({
      add: ({ dev }) => new Scratch(dev, 'greedy', { resources: { cpu: '3', memory: '128Mi' } }),
    });
    expect(tripped(model)).toEqual([1]);
    expect(letters(model)[0]).toMatch(/^ai-lab: CPU requests exceed the machine by .* cores, got .*ai-lab\/greedy/);
  });

  it('refuses memory limits over the memory of the machine, though the requests fit', () => {
    const model = scratch({
      add: ({ dev }) => new Scratch(dev, 'greedy', { resources: { cpu: '10m', memory: '64Mi', memoryLimit: '4Gi' } }),
    });
    expect(tripped(model)).toEqual([1]);
    expect(letters(model).join()).toContain('memory limits exceed');
    expect(letters(model).join()).not.toContain('memory requests exceed');
  });

  it('refuses volumes over the disk, what is reserved included', () => {
    const model = scratch({
      add: ({ wiki }) => wiki.volume('attic', { size: '40Gi', backup: noBackup('a copy of what lies elsewhere') }),
    });
    expect(tripped(model)).toEqual([1]);
    expect(letters(model)[0]).toContain('disk exceed the machine by 5 GiB');
  });

  it('refuses pods that no claim covers', () => {
    const model = scratch({
      add: ({ prod, wiki }) => {
        const { template } = wiki.web as unknown as { template: k8s.PodTemplateSpec };
        const selector = { matchLabels: { ...wiki.web.pods.labels } };
        new k8s.KubeDeployment(prod, 'stray', {
          metadata: { name: 'stray', namespace: 'prod-web' },
          spec: { selector, template },
        });
      },
    });
    expect(tripped(model)).toEqual([1]);
    expect(letters(model)).toEqual([
      'prod-web/stray: pods that no claim covers, got Deployment prod-web/stray asks for 0.1 cores and 128 MiB',
    ]);
  });

  it('refuses pods that ask for more than their claim', () => {
    const model = rewritten(scratch(), (manifest) => {
      if (manifest.metadata.name === 'wiki' && manifest.kind === 'Deployment') manifest.spec.replicas = 2;
    });
    expect(tripped(model)).toEqual([1]);
    expect(letters(model)[0]).toContain('CPU 0.2 cores against 0.1 cores claimed');
  });

  it('counts the agent that Vault’s injector puts beside a pod, and not the one that only comes before it', () => {
    const injected = (settings: Record<string, string>) =>
      rewritten(scratch(), (manifest) => {
        if (manifest.metadata.name !== 'wiki' || manifest.kind !== 'Deployment') return;
        const names = {
          inject: 'true',
          'requests-cpu': '10m',
          'requests-mem': '32Mi',
          'limits-mem': '96Mi',
          ...settings,
        };
        const annotations = Object.entries(names).map(([name, value]) => [`vault.hashicorp.com/agent-${name}`, value]);
        manifest.spec.template.metadata.annotations = Object.fromEntries(annotations);
      });
    expect(letters(injected({}))[0]).toContain(
      'CPU 0.11 cores against 0.1 cores claimed; memory 160 MiB against 128 MiB',
    );
    expect(letters(injected({ 'pre-populate-only': 'true' }))).toEqual([]);
  });

  it('refuses a claim on a machine that the phase does not have', () => {
    const model = scratch({
      add: ({ wiki }) => {
        const machine = { ...wiki.machine, name: 'attic' };
        new ResourceClaim(wiki, 'claim', { machine, resources: { cpu: '1m', memory: '1Mi' } });
      },
    });
    expect(tripped(model)).toEqual([1]);
  });

  it('counts what a machine keeps for itself', () => {
    const budget = budgets(scratch()).get('core-prod');
    expect(budget?.cpu).toEqual({ used: 500 + 100 + 100 + 100, total: 4000 });
    expect(budget?.disk).toEqual({ used: 15 * 2 ** 30, total: 50 * 2 ** 30 });
    expect(budget?.rows.map(({ name }) => name)).toContain('prod-web/wiki/workload-web');
  });
});
