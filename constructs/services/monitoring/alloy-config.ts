import { type AlloyBlock, alloyText, block, expression } from './alloy-syntax.ts';

/** Folders of the machine, under the path that the pod sees them at. */
export const logFolders = { system: '/var/log', docker: '/var/lib/docker/containers' } as const;

const machine = expression('sys.env("NODE_NAME")');
const to = (name: string) => [expression(`loki.${name}.receiver`)];
/** Loki refuses what is older; after an update Alloy reads each file again from its beginning. */
const old = block('stage.drop', undefined, { older_than: '1h', drop_counter_reason: 'older than Loki takes' });

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
    ...pods(),
    ...docker(),
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

function files(label: string, path: string, runtime: string): AlloyBlock {
  const targets = [{ __path__: path, job: label, runtime, machine }];
  return block('loki.source.file', label, { targets, forward_to: to(`process.${label}`) }, [
    block('file_match', undefined, { enabled: true }),
  ]);
}

function pods(): readonly AlloyBlock[] {
  const path = `${logFolders.system}/pods`;
  return [
    files('pods', `${path}/*/*/*.log`, 'k3s'),
    block('loki.process', 'pods', { forward_to: to('write.loki') }, [
      block('stage.cri', undefined),
      old,
      block('stage.regex', undefined, {
        source: 'filename',
        expression: `${path}/(?P<namespace>[^_/]+)_(?P<pod>[^_/]+)_[^/]+/(?P<container>[^/]+)/`,
      }),
      block('stage.labels', undefined, { values: { namespace: '', service: 'container' } }),
      block('stage.structured_metadata', undefined, { values: { pod: '' } }),
      block('stage.label_drop', undefined, { values: ['filename'] }),
    ]),
  ];
}

/** The container's name is in no path: Docker's daemon writes it into each line as its tag (docs/decisions/0017). */
function docker(): readonly AlloyBlock[] {
  return [
    files('docker', `${logFolders.docker}/*/*-json.log`, 'docker'),
    block('loki.process', 'docker', { forward_to: to('write.loki') }, [
      block('stage.json', undefined, { expressions: { name: 'attrs.tag' } }),
      block('stage.docker', undefined),
      old,
      block('stage.labels', undefined, { values: { service: 'name' } }),
      // Compose names a container project-service-number; measurements bear the service alone.
      block('stage.regex', undefined, { source: 'name', expression: '^[^-]+-(?P<service>.+)-[0-9]+$' }),
      block('stage.labels', undefined, { values: { service: '' } }),
      block('stage.label_drop', undefined, { values: ['filename'] }),
    ]),
  ];
}
