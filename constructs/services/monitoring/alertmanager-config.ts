import { type Mailbox, pathOf, yamlText } from '../../index.ts';

/** Who is told of what, and how often. @param to the owner's address */
export function alertmanagerConfig(mailbox: Mailbox, to: string): string {
  return yamlText({
    global: {
      smtp_smarthost: `${mailbox.host}:${mailbox.port}`,
      smtp_from: mailbox.address,
      smtp_auth_username: mailbox.address,
      smtp_auth_password_file: pathOf(mailbox.password),
      smtp_require_tls: true,
    },
    route,
    inhibit_rules: inhibited,
    receivers: [{ name: 'owner', email_configs: [{ to, send_resolved: true }] }],
  });
}

const route = {
  receiver: 'owner',
  group_by: ['alertname', 'machine'],
  group_wait: '1m',
  group_interval: '10m',
  repeat_interval: '24h',
  routes: [{ matchers: ['severity="critical"'], repeat_interval: '4h' }],
};

/** A machine that is down is one mail, not one for everything on it. */
const inhibited = [
  { source_matchers: ['alertname="MachineDown"'], target_matchers: ['alertname!="MachineDown"'], equal: ['machine'] },
  {
    source_matchers: ['alertname="MachineDiskFull"'],
    target_matchers: ['alertname="MachineDiskNearlyFull"'],
    equal: ['machine'],
  },
];
