import { logFolders, machine, to } from './alloy-machine.ts';
import { type AlloyBlock, block } from './alloy-syntax.ts';
import { each, type LogBudget, strangers } from './log-budgets.ts';

const podFolder = `${logFolders.system}/pods`;

/** Logs of pods: who wrote a line stands in the path of its file. */
export function podLogs(): readonly AlloyBlock[] {
  return [
    files('pods', `${podFolder}/*/*/*.log`, 'k3s'),
    processed('pods', [
      stage('cri'),
      old,
      stage('regex', {
        source: 'filename',
        expression: `${podFolder}/(?P<namespace>[^_/]+)_(?P<pod>[^_/]+)_[^/]+/(?P<container>[^/]+)/`,
      }),
      stage('labels', { values: { namespace: '', service: 'container' } }),
      stage('structured_metadata', { values: { pod: '' } }),
      block('stage.match', undefined, { selector: `{namespace="${strangers.namespace}"}` }, bounded(strangers)),
      ...bounded(each, 'service'),
    ]),
  ];
}

/** The container's name is in no path: Docker's daemon writes it into each line as its tag (docs/decisions/0017). */
export function dockerLogs(): readonly AlloyBlock[] {
  return [
    files('docker', `${logFolders.docker}/*/*-json.log`, 'docker'),
    processed('docker', [
      stage('json', { expressions: { name: 'attrs.tag' } }),
      stage('docker'),
      old,
      stage('labels', { values: { service: 'name' } }),
      // Compose names a container project-service-number; measurements bear the service alone.
      stage('regex', { source: 'name', expression: '^[^-]+-(?P<service>.+)-[0-9]+$' }),
      stage('labels', { values: { service: '' } }),
      ...bounded(each, 'service'),
    ]),
  ];
}

/** All of these lines within one budget, or each value of a label within its own. */
function bounded({ linesPerSecond, burst, longestLine }: LogBudget, label?: string): readonly AlloyBlock[] {
  return [
    stage('drop', { longer_than: `${longestLine}B`, drop_counter_reason: 'longer than its budget has room for' }),
    stage('limit', { rate: linesPerSecond, burst, drop: true, ...(label && { by_label_name: label }) }),
  ];
}

function files(label: string, path: string, runtime: string): AlloyBlock {
  const targets = [{ __path__: path, job: label, runtime, machine }];
  return block('loki.source.file', label, { targets, forward_to: to(`process.${label}`) }, [
    block('file_match', undefined, { enabled: true }),
  ]);
}

/** The path itself would be a label with as many values as there are files. */
function processed(label: string, stages: readonly AlloyBlock[]): AlloyBlock {
  return block('loki.process', label, { forward_to: to('write.loki') }, [
    ...stages,
    stage('label_drop', { values: ['filename'] }),
  ]);
}

const stage = (kind: string, attributes: AlloyBlock['attributes'] = {}): AlloyBlock =>
  block(`stage.${kind}`, undefined, attributes);

/** Loki refuses what is older; after an update Alloy reads each file again from its beginning. */
const old = stage('drop', { older_than: '1h', drop_counter_reason: 'older than Loki takes' });
