import { describe, expect, it } from 'vitest';
import { letters, object, podsCalled, policy, scratch, tripped } from './scratch.ts';

const name = (name: string) => ({ 'app.kubernetes.io/name': name });

const restricted = ['enforce', 'warn', 'audit'].map((mode) => [`pod-security.kubernetes.io/${mode}`, 'restricted']);
const bare = { kind: 'Namespace', metadata: { name: 'bare', labels: Object.fromEntries(restricted) } };

describe('check 4: isolation', () => {
  it.each([
    ['nothing at all', undefined, 'ingress and egress'],
    ['one direction only', { podSelector: {}, policyTypes: ['Ingress'] }, 'egress'],
    ['policyTypes left out, which means ingress', { podSelector: {} }, 'egress'],
    [
      'some pods only',
      { podSelector: { matchLabels: { a: 'b' } }, policyTypes: ['Ingress', 'Egress'] },
      'ingress and egress',
    ],
  ])('refuses a namespace that denies %s', (_, spec, open) => {
    const model = scratch({
      add: ({ prod }) => {
        object(prod, bare);
        if (spec) object(prod, policy('deny', 'bare', spec));
      },
    });
    expect(tripped(model)).toEqual([4]);
    expect(letters(model).join()).toContain(`namespace 'bare' does not deny ${open} by default`);
  });

  it('takes a default-deny in two halves', () => {
    const model = scratch({
      add: ({ prod }) => {
        object(prod, bare);
        object(prod, policy('in', 'bare', { podSelector: {} }));
        object(prod, policy('out', 'bare', { podSelector: {}, policyTypes: ['Egress'] }));
      },
    });
    expect(letters(model)).toEqual([]);
  });

  it('refuses an edge to a port that nobody opens', () => {
    const model = scratch({ add: ({ lab, wiki }) => wiki.web.reach(podsCalled('ai-lab', lab.web.pods.labels, 9999)) });
    expect(tripped(model)).toEqual([4]);
    expect(letters(model)[0]).toContain('got tcp/9999 of ai-lab/lab, which open tcp/8080');
  });

  it('knows a port by its name', () => {
    const edge = (port: string) =>
      policy('named', 'prod-web', {
        podSelector: { matchLabels: name('wiki') },
        policyTypes: ['Egress'],
        egress: [{ to: [{ podSelector: { matchLabels: name('wiki') } }], ports: [{ port }] }],
      });
    expect(letters(scratch({ add: ({ prod }) => object(prod, edge('http')) }))).toEqual([]);
    expect(tripped(scratch({ add: ({ prod }) => object(prod, edge('htttp')) }))).toEqual([4]);
  });

  it('refuses an edge to pods that nobody runs', () => {
    const model = scratch({ add: ({ wiki }) => wiki.web.reach(podsCalled('ai-lab', name('labb'), 8080)) });
    expect(tripped(model)).toEqual([4]);
    expect(letters(model).join()).toContain('leads to pods that nobody runs');
    expect(letters(model).join()).toContain('selects no pod at all');
  });

  it('takes policies for the pods of the certificate authority, which come and go', () => {
    const letter = letters(scratch()).filter((text) => text.includes('acme-solver'));
    expect(letter).toEqual([]);
  });

  it('refuses policies and pods in a namespace that nobody declares', () => {
    const model = scratch({ add: ({ prod }) => object(prod, policy('lost', 'prod-wep', { podSelector: {} })) });
    expect(tripped(model)).toEqual([4]);
    expect(letters(model)[0]).toContain("a policy in a namespace that nobody declares, got 'prod-wep'");
  });
});
