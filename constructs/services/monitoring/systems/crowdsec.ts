import { graph } from '../dashboards/panel.ts';
import { series } from '../metrics/promql.ts';
import type { WatchedSystem } from './system.ts';

const banned = series('cs_active_decisions', { action: 'ban' });

/** @see https://docs.crowdsec.net/docs/observability/prometheus/ */
export const crowdsec: WatchedSystem = {
  page: 'crowdsec',
  alerts: [
    {
      name: 'CrowdSecDown',
      expr: `${series('up', { job: 'crowdsec' })} == 0`,
      for: '15m',
      severity: 'critical',
      summary: 'CrowdSec on {{ $labels.machine }} does not answer; nobody new is banned.',
      action: 'systemctl status crowdsec and cscli metrics on that machine.',
    },
    {
      name: 'CrowdSecUnderAttack',
      expr: `sum by (machine) (${series('cs_active_decisions', { origin: 'crowdsec' })}) > 200`,
      for: '15m',
      severity: 'warning',
      summary: '{{ $value }} addresses are banned by what {{ $labels.machine }} saw itself.',
      action: 'cscli alerts list shows what they tried; look whether a rule bans our own users.',
    },
  ],
  shown: {
    row: 'Mail and perimeter',
    panels: [
      graph(
        'CrowdSec: addresses banned',
        [{ expr: `sum by (machine, origin) (${banned})`, legend: '{{origin}} ({{machine}})' }],
        { unit: 'short' },
      ),
    ],
  },
};
