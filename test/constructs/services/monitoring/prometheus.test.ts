import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import type { Machine } from '../../../../platform/types.ts';
import type { Composed } from '../../../support/composed.ts';
import type { Fields } from '../../../support/manifests.ts';
import { fixture, loft, quay } from '../../../support/platform.ts';
import { town, townWith } from '../../../support/town.ts';

const configOf = ({ manifests }: Composed) =>
  parse(manifests.in('monitoring').one('ConfigMap', 'prometheus-config').data['etc_prometheus_prometheus.yml']);
const whole = town();
const monitoring = whole.manifests.in('monitoring');
const config = configOf(whole);
const jobs: Fields[] = config.scrape_configs;
const job = (name: string, from = jobs) => from.find(({ job_name }) => job_name === name);
const targets = ({ static_configs }: Fields): string[] => static_configs.flatMap(({ targets }: Fields) => targets);

describe('what Prometheus reads', () => {
  test('is every machine’s exporter and kubelet, on the mesh address', () => {
    expect(targets(job('node-exporter'))).toEqual(['10.77.0.1:9100', '10.77.0.2:9100']);
    for (const name of ['kubelet', 'kubelet-cadvisor', 'kubelet-probes']) {
      expect(targets(job(name))).toEqual(['10.77.0.1:10250', '10.77.0.2:10250']);
      expect(job(name)).toMatchObject({ scheme: 'https', honor_labels: true });
      expect(job(name).tls_config).toEqual({ ca_file: '/var/run/secrets/kubernetes.io/serviceaccount/ca.crt' });
    }
    expect(targets(job('node-exporter', configOf(town(1)).scrape_configs))).toEqual(['10.77.0.1:9100']);
  });

  test('grows with the machines, and with nothing else', () => {
    const third: Machine = { ...loft, name: 'third', mesh: '10.77.0.3' };
    const grown = configOf(townWith({ platform: { machines: [quay, loft, third] } }));
    expect(targets(job('kubelet', grown.scrape_configs))).toContain('10.77.0.3:10250');
    expect(grown.scrape_configs).toHaveLength(jobs.length);
  });

  test('is a page that a machine lists, where it lists it', () => {
    expect(targets(job('docker-cadvisor'))).toEqual(['10.77.0.1:9180']);
    expect(targets(job('crowdsec'))).toEqual(['10.77.0.1:6060']);
    const bare = { ...quay, ports: quay.ports.filter(({ owner }) => owner !== 'cAdvisor') };
    expect(
      job('docker-cadvisor', configOf(townWith({ platform: { machines: [bare, loft] } })).scrape_configs),
    ).toBeUndefined();
  });

  test('is every page that a service declares, by its name in the cluster', () => {
    const declared = whole.inventory.metricsTargets.map(({ namespace, job }) => `${namespace}/${job}`);
    expect(jobs.map(({ job_name }) => job_name)).toEqual(expect.arrayContaining(declared));
    expect(declared).toEqual(
      expect.arrayContaining(['flux-system/flux-operator', 'kube-system/traefik', 'monitoring/loki']),
    );
    expect(targets(job('kube-system/traefik'))).toEqual(['traefik-metrics.kube-system.svc.cluster.local:9100']);
  });

  test('bears a machine, a namespace and a service, whatever it is', () => {
    for (const { job_name, static_configs } of jobs) {
      for (const { labels } of static_configs) {
        expect(Object.keys(labels), job_name).toEqual(expect.arrayContaining(['machine', 'namespace', 'service']));
      }
    }
    expect(new Set(jobs.map(({ job_name }) => job_name)).size).toBe(jobs.length);
  });

  test('speaks of both runtimes in the same labels', () => {
    const made = (name: string) =>
      job(name).metric_relabel_configs.flatMap(({ target_label }: Fields) => target_label ?? []);
    expect(made('kubelet-cadvisor')).toEqual(['service']);
    expect(made('docker-cadvisor')).toEqual(['service', 'namespace']);
    const runtimes = ['kubelet-cadvisor', 'docker-cadvisor'].map((name) => job(name).static_configs[0].labels.runtime);
    expect(runtimes).toEqual(['k3s', 'docker']);
  });

  test('is asked of the blackbox exporter for every public name: a redirect is an answer, a missing route is none', () => {
    const { static_configs, relabel_configs } = job('blackbox');
    const fronts = static_configs.filter(({ labels }: Fields) => labels.__param_module !== 'web-behind');
    const hosts = whole.inventory.exposures.flatMap(({ hosts }) => hosts);
    const probed = fronts.map(({ labels }: Fields) => labels.host);
    expect(probed).toEqual([...hosts, 'mail.lantern.example', 'mail.lantern.example', 'mail.lantern.example']);
    expect(relabel_configs.at(-1)).toEqual({
      target_label: '__address__',
      replacement: 'blackbox.monitoring.svc.cluster.local:9115',
    });
    const partial = static_configs.find(({ labels }: Fields) => labels.host === 'autodiscover.harbour.example');
    expect(partial).toMatchObject({
      targets: ['https://autodiscover.harbour.example/autodiscover'],
      labels: { __param_module: 'web-partial' },
    });
    const { modules } = parse(monitoring.one('ConfigMap', 'blackbox-config').data['etc_blackbox_blackbox.yml']);
    expect(modules.web.http).toMatchObject({ follow_redirects: false, fail_if_not_ssl: true });
    expect(modules.web.http.valid_status_codes).not.toContain(404);
    expect(modules.smtp.tcp.query_response[0]).toEqual({ expect: '^220 ' });
  });

  test('before a guarded host is its guard: a page of the application there is a fault, and so is another portal', () => {
    const { modules } = parse(monitoring.one('ConfigMap', 'blackbox-config').data['etc_blackbox_blackbox.yml']);
    const { http } = modules['web-guarded'];
    expect(http.valid_status_codes).toEqual([302, 303]);
    const [{ header, regexp }] = http.fail_if_header_not_matches;
    expect(header).toBe('Location');
    for (const portal of fixture.portals) expect(`https://${portal}/?rd=x`).toMatch(new RegExp(regexp));
    for (const elsewhere of ['https://authXharbour.example/', `http://${fixture.portals[0]}/`, '/login'])
      expect(elsewhere).not.toMatch(new RegExp(regexp));
  });

  test('and behind it the application, which the guard’s redirect says nothing of', () => {
    const watched = whole.inventory.exposures.filter(({ access }) => access.kind === 'forward-auth' && access.watched);
    const { static_configs } = job('blackbox');
    const behind = static_configs.filter(({ labels }: Fields) => labels.__param_module === 'web-behind');
    expect(behind.map(({ targets: [target] }: Fields) => target)).toEqual(
      watched.map(({ host }) => `https://${host}/api/health`),
    );
    expect(behind).toHaveLength(1);
    const { modules } = parse(monitoring.one('ConfigMap', 'blackbox-config').data['etc_blackbox_blackbox.yml']);
    expect(modules['web-behind'].http).toMatchObject({
      headers: { Authorization: 'Bearer probe' },
      valid_status_codes: [200],
    });
    const guarded = static_configs.filter(({ labels }: Fields) => labels.__param_module === 'web-guarded');
    expect(guarded.map(({ labels }: Fields) => labels.host)).toContain(behind[0].labels.host);
  });
});

describe('Prometheus', () => {
  test('may GET the nodes’ metrics and nothing else', () => {
    const roles = whole.manifests.of('ClusterRole').filter(({ metadata }) => metadata.name.includes('prometheus'));
    expect(roles.map(({ rules }: Fields) => rules)).toEqual([
      [{ apiGroups: [''], resources: ['nodes/metrics'], verbs: ['get'] }],
    ]);
    expect(monitoring.pod('prometheus').automountServiceAccountToken).toBe(true);
  });

  test('ends its history below the size of its volume, and is not told what to do over the network', () => {
    const { args } = monitoring.container('prometheus');
    expect(args).toEqual(
      expect.arrayContaining(['--storage.tsdb.retention.time=30d', '--storage.tsdb.retention.size=6GB']),
    );
    expect(monitoring.one('PersistentVolumeClaim', 'prometheus-data').spec.resources.requests.storage).toBe('8Gi');
    expect(args.filter((arg: string) => /enable-(lifecycle|admin-api)|remote-write-receiver/.test(arg))).toEqual([]);
  });

  test('has no public name, as Alertmanager and Loki have none', () => {
    expect(monitoring.names('IngressRoute')).toEqual(['grafana']);
  });

  test('reaches machines on the ports of their pages alone', () => {
    const { egress } = monitoring.one('NetworkPolicy', 'prometheus-to-machines').spec;
    const read = egress.map(({ to, ports }: Fields) => [to[0].ipBlock.cidr, ports.map(({ port }: Fields) => port)]);
    expect(read).toEqual([
      ['10.77.0.1/32', [9100, 10250, 9180, 6060]],
      ['10.77.0.2/32', [9100, 10250]],
    ]);
  });

  test('hands its alerts to Alertmanager, which mails them through a mailbox of its own to an address elsewhere', () => {
    expect(config.alerting.alertmanagers[0].static_configs[0].targets).toEqual([
      'alertmanager.monitoring.svc.cluster.local:9093',
    ]);
    const { data } = monitoring.one('ConfigMap', 'alertmanager-config');
    const { global, receivers, route } = parse(data['etc_alertmanager_alertmanager.yml']);
    expect(global).toEqual({
      smtp_smarthost: 'mail.lantern.example:587',
      smtp_from: 'alertmanager@harbour.example',
      smtp_auth_username: 'alertmanager@harbour.example',
      smtp_auth_password_file: '/secrets/alertmanager-mail.password',
      smtp_require_tls: true,
    });
    expect(receivers).toEqual([
      { name: route.receiver, email_configs: [{ to: fixture.owner.alertMail, send_resolved: true }] },
    ]);
  });

  test('tells of a sealed Vault: neither it nor what it mails through waits for Vault', () => {
    for (const name of ['prometheus', 'alertmanager']) {
      expect(monitoring.template(name).metadata.labels).not.toHaveProperty('uyoop.fr/secrets');
    }
    expect(monitoring.one('SealedSecret', 'alertmanager-mail').spec.template.metadata.namespace).toBe('monitoring');
  });
});
