import { k8s } from 'cdk8s-plus-28';

/** How Kubernetes asks a container whether it is well. Exactly one of `http`, `tcp` and `exec`. */
export interface Probe {
  /** Path of a GET that answers 200 to 399. */
  readonly http?: string;
  /** Headers of that GET; `Host` where the application checks it. */
  readonly headers?: Readonly<Record<string, string>>;
  /** A port that takes connections. */
  readonly tcp?: true;
  /** A command that exits 0. */
  readonly exec?: readonly string[];
  /** Name of the port. Default: the first one. */
  readonly port?: string;
  /** A command that exits 0 once it may be asked for something. Default: as soon as it is well. */
  readonly ready?: readonly string[];
  /** Seconds that the first start may take. Default: 300. */
  readonly startupSeconds?: number;
}

const periodSeconds = 10;

/** Seconds that a first start may take, with a probe or without. */
export function startupSecondsOf(probe: string | Probe | undefined): number {
  return (typeof probe === 'object' ? probe.startupSeconds : undefined) ?? 300;
}

/**
 * The three probes of a container. Liveness is patient (six failures): restarting a busy database helps nobody.
 *
 * @see https://kubernetes.io/docs/concepts/configuration/liveness-readiness-startup-probes/
 */
export function probes(probe: Probe, ports: Readonly<Record<string, number>>) {
  const action = actionOf(probe, ports);
  return {
    startupProbe: {
      ...action,
      periodSeconds,
      timeoutSeconds: 5,
      failureThreshold: Math.ceil(startupSecondsOf(probe) / periodSeconds),
    },
    readinessProbe: { ...(probe.ready ? command(probe.ready) : action), periodSeconds, timeoutSeconds: 5 },
    livenessProbe: { ...action, periodSeconds, timeoutSeconds: 10, failureThreshold: 6 },
  };
}

const command = (words: readonly string[]): k8s.Probe => ({ exec: { command: [...words] } });

function actionOf(probe: Probe, ports: Readonly<Record<string, number>>): k8s.Probe {
  if (probe.exec) return command(probe.exec);
  const name = probe.port ?? Object.keys(ports)[0];
  if (name === undefined) throw new Error('a probe asks a port, and the container opens none; name it in ports');
  if (!Object.hasOwn(ports, name))
    throw new Error(
      `a probe asks port '${name}', which the container does not open; use one of ${Object.keys(ports).join(', ')}`,
    );
  const port = k8s.IntOrString.fromString(name);
  if (probe.http === undefined) return { tcpSocket: { port } };
  const headers = Object.entries(probe.headers ?? {}).map(([header, value]) => ({ name: header, value }));
  return { httpGet: { path: probe.http, port, ...(headers.length > 0 && { httpHeaders: headers }) } };
}
