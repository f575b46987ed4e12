import { describe, expect, it } from 'vitest';
import { privateRanges, publicAddress } from '../../../constructs/network/endpoint.ts';
import { beyondPolicies } from '../../../synth/reading/beyond-policies.ts';
import { Network, networkOf } from '../../../synth/reading/network.ts';
import { readablePorts } from '../../../synth/reading/port-ranges.ts';
import { reachability, reachabilityMarkdown } from '../../../synth/reading/reachability.ts';
import { core, lab, object, platform, policy, rewritten, Scratch, scratch } from '../checks/scratch.ts';

const app = (name: string) => ({ matchLabels: { 'app.kubernetes.io/name': name } });
const anywhere = { podSelector: app('b'), policyTypes: ['Egress'], egress: [{}] };

/** Two pods, `a` and `b`, in two namespaces that deny by default; `b` may send whatever it wants. */
function flow(spec: object, egress: object = anywhere): string {
  const model = scratch({
    add: ({ prod, operators }) => {
      new Scratch(prod, 'a', { ports: { http: 8080, metrics: 9090 } });
      new Scratch(operators, 'b');
      object(prod, policy('in', 'prod-web', { podSelector: app('a'), ...spec }));
      object(operators, policy('out', 'cert-manager', egress));
    },
  });
  const network = networkOf(model);
  const group = (id: string) => network.groups.find((one) => one.id === id) as never;
  return readablePorts(network.ports(group('cert-manager/b'), group('prod-web/a')));
}

const from = (...peers: object[]) => ({ ingress: [{ from: peers }] });
const byName = (operator: string, ...values: string[]) => ({
  namespaceSelector: { matchExpressions: [{ key: 'kubernetes.io/metadata.name', operator, values }] },
});

describe('a NetworkPolicy', () => {
  it.each<[string, object, string]>([
    ['lets nobody in without a rule', {}, ''],
    ['lets everybody in by an empty rule', { ingress: [{}] }, 'any port'],
    ['lets everybody in by an empty list of sources', { ingress: [{ from: [] }] }, 'any port'],
    ['means its own namespace by a podSelector alone', from({ podSelector: app('b') }), ''],
    ['means every pod of a namespace by a namespaceSelector alone', from({ namespaceSelector: {} }), 'any port'],
    ['means both by both', from({ namespaceSelector: {}, podSelector: app('c') }), ''],
    ['knows In', from(byName('In', 'cert-manager', 'x')), 'any port'],
    ['knows NotIn', from(byName('NotIn', 'cert-manager')), ''],
    [
      'knows Exists',
      from({ namespaceSelector: { matchExpressions: [{ key: 'uyoop.fr/tier', operator: 'Exists' }] } }),
      'any port',
    ],
    [
      'knows DoesNotExist',
      from({ namespaceSelector: { matchExpressions: [{ key: 'uyoop.fr/tier', operator: 'DoesNotExist' }] } }),
      '',
    ],
    ['means pods by an ipBlock that covers their network', from({ ipBlock: { cidr: '10.0.0.0/8' } }), 'any port'],
    ['leaves out what the ipBlock excepts', from({ ipBlock: { cidr: '10.0.0.0/8', except: ['10.42.0.0/16'] } }), ''],
    [
      'keeps what a smaller exception leaves',
      from({ ipBlock: { cidr: '10.0.0.0/8', except: ['10.42.0.0/17'] } }),
      'any port',
    ],
    ['has ports by number', { ingress: [{ ports: [{ port: 8080 }] }] }, 'tcp/8080'],
    ['has ports by name', { ingress: [{ ports: [{ port: 'metrics' }] }] }, 'tcp/9090'],
    ['has ports by range', { ingress: [{ ports: [{ port: 8000, endPort: 8100, protocol: 'UDP' }] }] }, 'udp/8000-8100'],
    ['has every port of a protocol', { ingress: [{ ports: [{ protocol: 'UDP' }] }] }, 'udp/any'],
    ['adds rules up', { ingress: [{ ports: [{ port: 1 }] }, { ports: [{ port: 2 }] }] }, 'tcp/1, tcp/2'],
    ['says nothing of ingress when it is about egress alone', { policyTypes: ['Egress'], ingress: [{}] }, ''],
  ])('%s', (_, spec, ports) => {
    expect(flow(spec)).toBe(ports);
  });

  it('needs the other half too', () => {
    const out = (ports: object[]) => ({
      podSelector: app('b'),
      policyTypes: ['Egress'],
      egress: [{ to: [{ namespaceSelector: {} }], ports }],
    });
    expect(flow({ ingress: [{}] }, out([{ port: 'http' }]))).toBe('tcp/8080');
    expect(flow({ ingress: [{ ports: [{ port: 9090 }] }] }, out([{ port: 'http' }]))).toBe('');
  });

  it('closes egress by having a rule for it, policyTypes or not', () => {
    const network = new Network(
      scratch({ add: ({ prod }) => object(prod, policy('p', 'kube-system', { podSelector: {}, egress: [{}] })) }),
    );
    const dns = network.groups.find(({ id }) => id === 'kube-system/coredns') as never;
    expect(network.isOpen(dns, 'egress')).toBe(false);
    expect(network.isOpen(dns, 'ingress')).toBe(false);
  });

  it('leaves pods alone that nothing selects', () => {
    const network = new Network(scratch());
    const dns = network.groups.find(({ id }) => id === 'kube-system/coredns') as never;
    expect(network.isOpen(dns, 'ingress')).toBe(true);
  });

  it('does not hold pods that share the network of the machine', () => {
    const model = rewritten(scratch(), ({ kind, metadata, spec }) => {
      if (kind === 'Deployment' && metadata.name === 'lab') spec.template.spec.hostNetwork = true;
    });
    const network = new Network(model);
    const lab = network.groups.find(({ id }) => id === 'ai-lab/lab') as never;
    expect(network.isOpen(lab, 'egress')).toBe(true);
  });

  it('knows a machine by its mesh address where packets go to it, and not where they come from it to pods', () => {
    const fromMesh = { podSelector: app('wiki'), ...from({ ipBlock: { cidr: '10.8.0.0/24' } }) };
    const toMesh = { podSelector: app('wiki'), egress: [{ to: [{ ipBlock: { cidr: '10.8.0.0/24' } }] }] };
    const model = rewritten(
      scratch({
        add: ({ prod }) =>
          [policy('in', 'prod-web', fromMesh), policy('out', 'prod-web', toMesh)].map((one) => object(prod, one)),
      }),
      ({ kind, metadata, spec }) => {
        if (kind === 'Deployment' && metadata.name === 'lab') spec.template.spec.hostNetwork = true;
      },
    );
    const network = networkOf(model);
    const group = (id: string) => network.groups.find((one) => one.id === id) as never;
    const [lab, wiki] = [group('ai-lab/lab'), group('prod-web/wiki')];
    expect(readablePorts(network.ports(lab, wiki))).toBe('');
    expect(readablePorts(network.ports(wiki, lab))).toBe('tcp/8080');
  });
});

describe('the reachability matrix', () => {
  const { internet, pods, addresses, open } = reachability(scratch());

  it('shows what strangers reach', () => {
    expect(internet).toContainEqual({ from: 'internet', to: 'core-prod: Traefik', ports: 'tcp/443' });
    expect(internet).toContainEqual({
      from: 'internet',
      to: 'prod-web/wiki:8080 at Host(`wiki.uyoop.fr`)',
      ports: 'behind Authelia',
    });
  });

  it('shows who talks to whom, and nothing else', () => {
    expect(pods.filter(({ to }) => to.startsWith('prod-web/'))).toEqual([
      { from: 'kube-system/traefik', to: 'prod-web/wiki', ports: 'tcp/8080' },
      { from: 'prod-web/wiki', to: 'prod-web/wiki-database', ports: 'tcp/3306' },
    ]);
    expect(addresses).toEqual([]);
    expect(open.map(({ pods }) => pods)).toContain('kube-system/traefik');
  });

  it('is the same in whatever order things were built', () => {
    const model = scratch();
    const reversed = { ...model, documents: [...model.documents].reverse() };
    const shown = (one: typeof model) => reachabilityMarkdown(reachability(one), beyondPolicies(one));
    expect(shown(reversed)).toBe(shown(model));
  });

  /** What one more pod reaches at addresses, with this egress. */
  const reached = (...egress: object[]) =>
    reachability(
      scratch({
        platform: { machines: [{ ...core, ports: [...core.ports, submission] }, lab] },
        add: ({ prod }) => {
          new Scratch(prod, 'shop');
          object(prod, policy('out', 'prod-web', { podSelector: app('shop'), policyTypes: ['Egress'], egress }));
        },
      }),
    )
      .addresses.filter(({ from }) => from === 'prod-web/shop')
      .map(({ to, ports }) => `${to} ${ports}`);
  const submission = { port: 587, protocol: 'tcp', owner: 'Mailcow' } as const;
  const web = { to: [{ ipBlock: { cidr: '0.0.0.0/0', except: privateRanges } }], ports: [{ port: 443 }] };
  const traefik = {
    to: [{ namespaceSelector: {}, podSelector: app('traefik') }],
    ports: [{ port: 8443 }],
  };

  it('has no way to our own public names for who may enter the internet alone: kube-proxy rewrites before a policy is asked', () => {
    expect(reached(web)).toEqual(['ai-lab (public) tcp/443', 'internet tcp/443']);
  });

  it('has one for who may enter Traefik’s pods, whatever else he may', () => {
    expect(reached(web, traefik)).toContain('core-prod (public) tcp/443');
    expect(reached(traefik)).toEqual(['core-prod (public) tcp/443']);
  });

  it('takes Mailcow’s public ports for Docker’s network behind them', () => {
    const mail = (cidr: string) => ({ to: [{ ipBlock: { cidr } }], ports: [{ port: 587 }] });
    expect(reached(mail(publicAddress(platform, 'core-prod')))).toEqual([]);
    expect(reached(mail(platform.network.docker))).toContain('core-prod (public) tcp/587');
  });
});
