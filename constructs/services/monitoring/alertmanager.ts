import type { Construct } from 'constructs';
import { images } from '../../../platform/versions.ts';
import { noBackup, Service, type Workload } from '../../index.ts';
import { alertmanagerConfig } from './alertmanager-config.ts';

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
    const backup = noBackup('silences, and which mails were sent: losing them costs one mail too many');
    const state = this.volume('state', { size: '256Mi', backup });
    this.web = this.workload('web', {
      image: images.alertmanager,
      user: 65534,
      args: flags,
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

const flags = [
  '--config.file=/etc/alertmanager/alertmanager.yml',
  '--storage.path=/alertmanager',
  // One instance: there is nobody to gossip with.
  '--cluster.listen-address=',
] as const;
