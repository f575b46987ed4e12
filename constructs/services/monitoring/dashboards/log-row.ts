import type { Row } from './panel.ts';

/** Lines that look like trouble. Every line has a job; other labels may be empty, and Loki wants one matcher that may not. */
const trouble = '{job=~".+", machine=~"$machine", service=~"$service"} |~ "(?i)(error|fatal|panic|critical)"';

export const logRow: Row = {
  title: 'Logs',
  panels: [{ title: 'What they say', kind: 'logs', width: 24, height: 14, queries: [{ expr: trouble }] }],
};
