import { longestGapHours } from '../../../../platform/schedule.ts';
import { type Inventory, MachineWorkload, type PodOwner, ScheduledWorkload, Workload } from '../../../index.ts';
import { series, steps } from '../metrics/promql.ts';
import { ofContainer } from '../metrics/selections.ts';
import type { Alert, RuleGroup } from './alert.ts';

/** Pods of every service: that they are there, that they stay, that they are ready, that they fit. */
export function serviceAlerts({ workloads }: Inventory): RuleGroup {
  return { name: 'services', rules: [...workloads.flatMap(missing), ...general, ...idle(workloads)] };
}

/** Without kube-state-metrics nothing counts pods that never started; the model knows who should be there. */
function missing(workload: PodOwner): readonly Alert[] {
  if (!(workload instanceof Workload || workload instanceof MachineWorkload)) return [];
  const { name, place } = workload;
  return (place.machines ?? [place.machine]).map((machine) => ({
    name: 'ServiceMissing',
    expr: `absent(${series('container_memory_working_set_bytes', { job: 'kubelet-cadvisor', namespace: place.namespace, service: name, machine: machine.name })})`,
    for: '15m',
    severity: 'critical',
    summary: `${name} does not run on ${machine.name}.`,
    action: `kubectl -n ${place.namespace} get pods,events tells whether it waits for an image, a volume, a secret (Vault sealed?) or room.`,
    labels: { namespace: place.namespace, service: name, machine: machine.name },
  }));
}

/** Jobs that nobody starts fail nothing. The one that runs most often says how long none may have ended well. */
function idle(workloads: readonly PodOwner[]): readonly Alert[] {
  const gaps = workloads.flatMap((one) => (one instanceof ScheduledWorkload ? [longestGapHours(one.schedule)] : []));
  if (gaps.length === 0) return [];
  const hours = Math.ceil(2 * Math.min(...gaps) + 1);
  const done = series('job_controller_jobs_finished_total', { result: 'succeeded' }, `${hours}h`);
  return [
    {
      name: 'JobsNotRunning',
      // Before the first has ended there is no counter that could stand still.
      expr: `(sum(increase(${done})) or vector(0)) == 0`,
      for: `${hours}h`,
      severity: 'critical',
      summary: `No job that runs by the clock has ended well for ${hours} hours.`,
      action:
        'kubectl get cronjobs -A shows whether they are suspended; else K3s does not start them: journalctl -u k3s.',
    },
  ];
}

const general: readonly Alert[] = [
  {
    name: 'ServiceRestartsOften',
    // Each start of a container is a series of its own, by its id: they are counted, so that nothing else is needed. By pod:
    // every run of a CronJob is a new one.
    expr: `count by (${ofContainer}, pod) (count_over_time(${series('container_start_time_seconds', {}, '1h')})) > 4`,
    for: '5m',
    severity: 'warning',
    summary:
      '{{ $labels.service }} ({{ $labels.namespace }}, {{ $labels.machine }}) was started {{ $value }} times within an hour.',
    action: 'Read the log of its last run: kubectl logs --previous, or docker compose logs for Mailcow.',
  },
  {
    name: 'ServiceNotReady',
    expr: [
      `sum by (machine, namespace, pod, container) (increase(${series('prober_probe_total', { probe_type: 'Readiness', result: { not: 'successful' } }, '10m')})) > 0`,
      `unless sum by (machine, namespace, pod, container) (increase(${series('prober_probe_total', { probe_type: 'Readiness', result: 'successful' }, '10m')})) > 0`,
    ].join(' '),
    for: '10m',
    severity: 'critical',
    summary: '{{ $labels.container }} ({{ $labels.namespace }}) runs but has not been ready for ten minutes.',
    action: 'kubectl describe pod {{ $labels.pod }} shows what its probe answers.',
  },
  {
    name: 'ServiceNeverStarts',
    // Kubelet asks for readiness only once the start is over: without this, who starts for ever is never "not ready". Whether
    // he started before does not count, he may be in his second life.
    expr: `sum by (machine, namespace, pod, container) (increase(${series('prober_probe_total', { probe_type: 'Startup', result: { not: 'successful' } }, '10m')})) > 0`,
    // Longer than the longest start: Nextcloud finishes an upgrade in it. A site that nobody reaches is told of much earlier.
    for: '75m',
    severity: 'critical',
    summary: '{{ $labels.container }} ({{ $labels.namespace }}) has been starting for over an hour.',
    action:
      'kubectl logs of pod {{ $labels.pod }} shows what it waits for: a database, a migration, a secret; --previous, if it is ended again and again.',
  },
  {
    name: 'ServiceNearMemoryLimit',
    expr: `max by (${ofContainer}) (${series('container_memory_working_set_bytes')} / (${series('container_spec_memory_limit_bytes')} > 0)) > 0.92`,
    for: '30m',
    severity: 'warning',
    summary:
      '{{ $labels.service }} ({{ $labels.namespace }}) uses {{ $value | humanizePercentage }} of the memory that it may have.',
    action: 'Raise memoryLimit in its construct, or find the leak before the kernel ends it.',
  },
  {
    name: 'JobFailed',
    // The controller counts by reason alone: which job it was, the cluster knows.
    expr: steps('job_controller_jobs_finished_total', { result: 'failed' }, { by: 'reason', range: '1h' }),
    for: '0m',
    severity: 'warning',
    summary: 'A job that runs by the clock has failed: {{ $labels.reason }}.',
    action:
      'kubectl get jobs -A shows which is not complete, and kubectl logs why; kubectl create job --from=cronjob/… runs it again.',
  },
];
