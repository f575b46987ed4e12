import type { Construct } from 'constructs';
import { images } from '../../../platform/versions.ts';
import { type Mailbox, noBackup, pathOf, Service, type Workload, yamlText } from '../../index.ts';

/**
 * Sends alerts by mail, through a mailbox of its own at our mail host. It has no public name: silences are set in Grafana.
 *
 * @see https://prometheus.io/docs/alerting/latest/configuration/
 */
export class Alertmanager extends Service {
  override readonly system = 'Prometheus';
  readonly web: Workload;

  constructor(scope: Construct, id: string) {
    // Its mail is what tells that Vault is sealed: it may not wait for Vault itself.
    super(scope, id, { secrets: 'sealed' });
    const mailbox = this.mailbox(this.platform.portals[0]);
    const state = this.volume('state', {
      size: '256Mi',
      backup: noBackup('silences, and which mails were sent: losing them costs one mail too many'),
    });
    this.web = this.workload('web', {
      image: images.alertmanager,
      user: 65534,
      args: [
        '--config.file=/etc/alertmanager/alertmanager.yml',
        '--storage.path=/alertmanager',
        // One instance: there is nobody to gossip with.
        '--cluster.listen-address=',
      ],
      ports: { http: 9093 },
      volumes: { '/alertmanager': state },
      files: { '/etc/alertmanager/alertmanager.yml': alertmanagerConfig(mailbox, this.platform.owner.alertMail) },
      secretFiles: [mailbox.password],
      resources: { cpu: '10m', memory: '32Mi', memoryLimit: '96Mi' },
      probe: '/-/ready',
      reaches: [mailbox.submission],
      metrics: {},
    });
  }
}

function alertmanagerConfig(mailbox: Mailbox, to: string): string {
  return yamlText({
    global: {
      smtp_smarthost: `${mailbox.host}:${mailbox.port}`,
      smtp_from: mailbox.address,
      smtp_auth_username: mailbox.address,
      smtp_auth_password_file: pathOf(mailbox.password),
      smtp_require_tls: true,
    },
    route: {
      receiver: 'owner',
      group_by: ['alertname', 'machine'],
      group_wait: '1m',
      group_interval: '10m',
      repeat_interval: '24h',
      routes: [{ matchers: ['severity="critical"'], repeat_interval: '4h' }],
    },
    // A machine that is down is one mail, not one for everything on it.
    inhibit_rules: [
      {
        source_matchers: ['alertname="MachineDown"'],
        target_matchers: ['alertname!="MachineDown"'],
        equal: ['machine'],
      },
      {
        source_matchers: ['alertname="MachineDiskFull"'],
        target_matchers: ['alertname="MachineDiskNearlyFull"'],
        equal: ['machine'],
      },
    ],
    receivers: [{ name: 'owner', email_configs: [{ to, send_resolved: true }] }],
  });
}
