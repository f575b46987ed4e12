import { dockerLogs, podLogs } from './alloy-containers.ts';
import { logFolders, machine, to } from './alloy-machine.ts';
import { type AlloyBlock, alloyText, block, expression } from './alloy-syntax.ts';

/**
 * Logs of one machine, whatever runs on it: the journal, pods, Docker's containers. Every line has a machine and a
 * service, as every measurement has.
 *
 * @see https://grafana.com/docs/alloy/latest/reference/components/loki/
 */
export function alloyConfig(loki: string): string {
  return alloyText([
    block('logging', undefined, { level: 'warn', format: 'json' }),
    block('loki.write', 'loki', {}, [block('endpoint', undefined, { url: `${loki}/loki/api/v1/push` })]),
    ...journal(),
    ...podLogs(),
    ...dockerLogs(),
  ]);
}

function journal(): readonly AlloyBlock[] {
  const keep = (field: string, label: string) =>
    block('rule', undefined, { source_labels: [`__journal_${field}`], target_label: label });
  return [
    block('loki.relabel', 'journal', { forward_to: [] }, [
      keep('_systemd_unit', 'service'),
      keep('priority_keyword', 'level'),
    ]),
    block('loki.source.journal', 'journal', {
      path: `${logFolders.system}/journal`,
      max_age: '1h',
      relabel_rules: expression('loki.relabel.journal.rules'),
      labels: { job: 'journal', runtime: 'host', machine },
      forward_to: to('write.loki'),
    }),
  ];
}
