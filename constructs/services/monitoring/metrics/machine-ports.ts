import type { HostPort, Machine, Platform } from '../../../../platform/types.ts';
import { type Endpoint, machinesOf } from '../../../index.ts';

/** What every machine serves on its mesh address. */
export const nodeExporterPort = 9100;
export const kubeletPort = 10250;

/** Where the host layer puts what it measures itself: `*.prom`, renamed into place, world-readable. */
export const textfileFolder = '/var/lib/node-exporter/textfile';

/** Owners in a machine's list of ports whose page Prometheus reads where a machine has it. */
export const listedPages = { cAdvisor: 'docker-cadvisor', 'CrowdSec metrics': 'crowdsec' } as const;

/** The pages of metrics that a machine lists. */
export function pagesOf({ ports }: Machine): readonly (HostPort & { readonly owner: keyof typeof listedPages })[] {
  return ports.filter((port) => Object.hasOwn(listedPages, port.owner)) as never;
}

/** Every machine's pages of metrics, as Prometheus' policy sees them. */
export function machinePages(platform: Platform): Endpoint {
  return {
    name: 'machines',
    peers: machinesOf(platform).map((machine) => ({
      cidrs: [`${machine.mesh}/32`],
      ports: [nodeExporterPort, kubeletPort, ...pagesOf(machine).map(({ port }) => port)].map((port) => ({ port })),
    })),
  };
}
