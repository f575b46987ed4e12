import { config, container, deployment, file, named, namespace, other, policy } from '../pieces.ts';
import { row } from '../row.ts';

const deny = policy({ podSelector: {}, policyTypes: ['Ingress', 'Egress'] }, 'default-deny');
const web = deployment();
const api = deployment({ name: 'api', labels: { 'app.kubernetes.io/name': 'api' }, spec: { selector: named('api') } });
const halves = (port: number) => [
  policy(
    {
      podSelector: named('web'),
      policyTypes: ['Egress'],
      egress: [{ to: [{ podSelector: named('api') }], ports: [{ port, protocol: 'TCP' }] }],
    },
    'out',
  ),
  policy(
    {
      podSelector: named('api'),
      policyTypes: ['Ingress'],
      ingress: [{ from: [{ podSelector: named('web') }], ports: [{ port, protocol: 'TCP' }] }],
    },
    'in',
  ),
];
const outside = (cidr: string) =>
  policy(
    {
      podSelector: named('web'),
      policyTypes: ['Egress'],
      egress: [{ to: [{ ipBlock: { cidr } }], ports: [{ port: 443, protocol: 'TCP' }] }],
    },
    'out',
  );
const authelia = other(
  'traefik.io/v1alpha1',
  'Middleware',
  { spec: { forwardAuth: { address: 'http://authelia.security.svc.cluster.local:9091/api' } } },
  { name: 'authelia' },
);
const route = (match: string, guarded: boolean, tls: object | false = { secretName: 'web' }) =>
  other(
    'traefik.io/v1alpha1',
    'IngressRoute',
    {
      spec: {
        entryPoints: ['websecure'],
        routes: [
          {
            kind: 'Rule',
            match,
            services: [{ name: 'web', port: 80 }],
            ...(guarded && { middlewares: [{ name: 'authelia' }] }),
          },
        ],
        ...(tls && { tls }),
      },
    },
    { name: 'web' },
  );
const host = 'Host(`shop.harbour.example`)';
const rules = (policyOf: string, domain = 'shop.harbour.example') =>
  config(
    {
      'configuration.yml': JSON.stringify({
        access_control: { default_policy: 'deny', rules: [{ domain: [domain], policy: policyOf }] },
      }),
    },
    'authelia',
  );
const client = (policyOf: string) =>
  config(
    {
      'configuration.yml': `identity_providers:\n  oidc:\n    clients:\n      - client_id: cinema\n        client_secret: '{{ secret "/x" }}'\n        authorization_policy: ${policyOf}\n`,
    },
    'authelia',
  );
const service = (type: string) =>
  other('v1', 'Service', { spec: { type, ports: [{ port: 8080, protocol: 'TCP' }] } }, { name: 'web' });
const matrix = (...rows: readonly string[]) =>
  file(
    'report/reachability.md',
    ['# Reachability', '## From the internet', '', '| from | to | how |', '| --- | --- | --- |', ...rows].join('\n'),
  );

const ssh = { port: 22, protocol: 'tcp', owner: 'SSH' };
const firewall = (rules: object) => file('hosts/quay.yaml', JSON.stringify({ firewall: rules }));

export const exposure = [
  row(
    'a pair that was not allowed',
    [namespace(), deny, web, api],
    [namespace(), deny, web, api, ...halves(8080)],
    'exposure pair shop/web shop/api: may reach shop/api on tcp/8080, which it might not',
  ),
  row(
    'half of an edge lets nothing pass',
    [namespace(), deny, web, api],
    [namespace(), deny, web, api, ...halves(8080).slice(0, 1)],
  ),
  row(
    'a further port of a pair',
    [namespace(), deny, web, api, ...halves(8080)],
    [
      namespace(),
      deny,
      web,
      api,
      ...halves(8080).map((one) => ({ ...one, metadata: { ...one.metadata, name: `${one.metadata.name}-1` } })),
      ...halves(9090),
    ],
    'exposure pair shop/web shop/api: may reach shop/api on tcp/9090, which it might not',
  ),
  row(
    'addresses that were not allowed',
    [namespace(), deny, web, outside('203.0.113.9/32')],
    [namespace(), deny, web, outside('10.77.0.1/32')],
    'exposure pair shop/web quay (mesh 10.77.0.1): may reach quay (mesh 10.77.0.1) on tcp/443, which it might not',
    'restart pods shop/web: may reach no more: internet on tcp/443. What it asks there fails',
  ),
  row(
    'a namespace that denies nothing any more',
    [namespace(), deny, web],
    [namespace(), web],
    'exposure open shop/web (ingress and egress): is held by no policy: everything passes',
  ),
  row(
    'a new service, with all that it reaches',
    [namespace(), deny, web],
    [namespace(), deny, web, api, ...halves(8080)],
    'exposure pods shop/api: is new, and may be reached by shop/web on tcp/8080',
  ),
  row(
    'a host that becomes reachable',
    [namespace(), deny, web],
    [namespace(), deny, web, route(host, false)],
    'exposure internet shop/web:80 at Host(`shop.harbour.example`): becomes reachable from the internet, without Authelia',
  ),
  row(
    'a guarded host that becomes reachable',
    [namespace(), authelia],
    [namespace(), authelia, route(host, true)],
    'exposure internet shop/web:80 at Host(`shop.harbour.example`): becomes reachable from the internet, behind Authelia',
  ),
  row(
    'a host that Authelia guards no more',
    [authelia, route(host, true)],
    [authelia, route(host, false)],
    'exposure internet shop/web:80 at Host(`shop.harbour.example`): Authelia guards it no more: anybody gets in',
  ),
  row(
    'a path that Authelia guards no more',
    [authelia, route(host, true)],
    [
      authelia,
      other(
        'traefik.io/v1alpha1',
        'IngressRoute',
        {
          spec: {
            entryPoints: ['websecure'],
            routes: [
              { kind: 'Rule', match: host, services: [{ name: 'web', port: 80 }], middlewares: [{ name: 'authelia' }] },
              { kind: 'Rule', match: `${host} && PathPrefix(\`/api/\`)`, services: [{ name: 'web', port: 80 }] },
            ],
            tls: { secretName: 'web' },
          },
        },
        { name: 'web' },
      ),
    ],
    'exposure internet shop/web:80 at Host(`shop.harbour.example`) && PathPrefix(`/api/`): becomes reachable from the internet, without Authelia',
  ),
  row(
    'the middleware asks Authelia no more',
    [authelia, route(host, true)],
    [other('traefik.io/v1alpha1', 'Middleware', { spec: { headers: {} } }, { name: 'authelia' }), route(host, true)],
    'exposure internet shop/web:80 at Host(`shop.harbour.example`): Authelia guards it no more: anybody gets in',
  ),
  row(
    'a route without TLS',
    route(host, false),
    route(host, false, false),
    'exposure IngressRoute shop/web: answers without TLS: what people type travels in the open',
  ),
  row(
    'Authelia asks for one factor',
    rules('two_factor'),
    rules('one_factor'),
    'exposure ConfigMap shop/authelia: Authelia asks for less: access_control.rules[0].policy two_factor → one_factor',
  ),
  row(
    'Authelia lets a host pass',
    rules('two_factor'),
    rules('bypass'),
    'exposure ConfigMap shop/authelia: Authelia asks for less: access_control.rules[0].policy two_factor → bypass',
  ),
  row(
    'Authelia has no rule any more for a host that is served',
    [route(host, true), rules('two_factor')],
    [
      route(host, true),
      config(
        { 'configuration.yml': JSON.stringify({ access_control: { default_policy: 'deny', rules: [] } }) },
        'authelia',
      ),
    ],
    'exposure ConfigMap shop/authelia: Authelia has no rule of its own any more for shop.harbour.example',
  ),
  row(
    'an OpenID client asks for one factor',
    client('two_factor'),
    client('one_factor'),
    'exposure ConfigMap shop/authelia: Authelia asks for less: identity_providers.oidc.clients[cinema].authorization_policy two_factor → one_factor',
  ),
  row(
    'a Service that every machine opens',
    service('ClusterIP'),
    service('LoadBalancer'),
    'exposure internet LoadBalancer shop/web: becomes reachable from the internet, tcp/8080',
  ),
  row(
    'a port that a pod binds on its machine',
    [namespace(), deny, web],
    [
      namespace(),
      deny,
      deployment({ pod: { containers: [container({ ports: [{ containerPort: 80, hostPort: 8080 }] })] } }),
    ],
    'exposure internet every machine: shop/web: becomes reachable from the internet, tcp/8080',
    'privilege Deployment shop/web: its hardening is relaxed: web: hostPort 8080',
    'restart Deployment shop/web: restarts (ports): it serves nobody meanwhile, for 40 s at most (30 s to end, 10 s to start)',
  ),
  row(
    'a port of a machine',
    matrix('| internet | quay: SSH | tcp/22 |'),
    matrix('| internet | quay: SSH | tcp/22 |', '| internet | quay: Postgres | tcp/5432 |'),
    'exposure internet quay: Postgres: becomes reachable from the internet, tcp/5432',
  ),
  row(
    'a port that the host layer opens to strangers',
    firewall({ public: [ssh] }),
    firewall({ public: [ssh, { port: 5432, protocol: 'tcp', owner: 'PostgreSQL' }] }),
    'exposure internet quay: PostgreSQL: becomes reachable from the internet, tcp/5432',
    'hands machine quay: Ansible must run there: a file changes',
  ),
  row(
    'a port that the host layer opens to the mesh',
    firewall({ private: [] }),
    firewall({ private: [{ port: 5432, protocol: 'tcp', owner: 'PostgreSQL', from: ['10.77.0.0/24'] }] }),
    'exposure host hosts/quay.yaml: the firewall of quay lets in 10.77.0.0/24 on tcp/5432 (PostgreSQL)',
    'hands machine quay: Ansible must run there: a file changes',
  ),
  row(
    'a host layer that comes, with the ports that there were',
    [matrix('| internet | quay: SSH | tcp/22 |')],
    [matrix('| internet | quay: SSH | tcp/22 |'), firewall({ public: [ssh] })],
    'hands machine quay: Ansible must run there: a file changes',
  ),
  row(
    "a port of a machine's firewall",
    file('hosts/quay.yaml', 'firewall:\n  ports:\n    - port: 22\n      protocol: tcp\n      name: SSH\n'),
    file(
      'hosts/quay.yaml',
      'firewall:\n  ports:\n    - port: 22\n      protocol: tcp\n      name: SSH\n    - port: 5432\n      protocol: tcp\n      name: Postgres\n',
    ),
    'exposure host hosts/quay.yaml: the firewall of quay lets in tcp/5432',
    'hands machine quay: Ansible must run there: a file changes',
  ),
];
