import { textfileFolder } from '../metrics/machine-ports.ts';
import { series } from '../metrics/promql.ts';
import { orAbsent, type RuleGroup } from './alert.ts';

/** Six months are promised; a month before, there is still time to choose a day. */
const early = 150;

const last = series('uyoop_drill_last_success_timestamp_seconds');

/** Whether everything was ever restored, and how long ago. */
export const drillAlerts: RuleGroup = {
  name: 'drill',
  rules: [
    {
      name: 'DrillLate',
      expr: orAbsent(`time() - max(${last}) > ${early * 86_400}`, last),
      for: '1h',
      severity: 'warning',
      summary: `Nobody has restored everything for ${early} days, or ever: what the backups are worth is not known.`,
      action: `npm run drill, within a month; its last step writes ${textfileFolder}/uyoop-drill.prom. See docs/disaster-recovery.md.`,
    },
  ],
};
