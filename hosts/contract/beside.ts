import { pagesOf } from '../../constructs/services/monitoring/metrics/machine-ports.ts';
import type { Machine, Platform } from '../../platform/types.ts';
import { images } from '../../platform/versions.ts';
import type { CadvisorContract, CrowdsecContract, DockerContract } from '../../synth/model/machine-contract.ts';

/** Where Mailcow's containers run. Alloy and CrowdSec tell their lines by the tag. */
export function docker({ mail }: Platform, machine: Machine): DockerContract | undefined {
  if (machine.name !== mail.machine) return undefined;
  return {
    daemon: {
      'log-driver': 'json-file',
      'log-opts': { 'max-size': '10m', 'max-file': '3' },
      'live-restore': true,
      'userland-proxy': true,
    },
    tag: '.Name',
  };
}

export function crowdsec(
  { crowdsec: { machine: host, port }, machines }: Platform,
  machine: Machine,
): CrowdsecContract {
  const server = machines.find(({ name }) => name === host) ?? machine;
  const page = pageOf(machine, 'CrowdSec metrics');
  return {
    api: { address: server.mesh, port },
    serves: machine === server,
    ...(page && { metrics: page }),
  };
}

/** cAdvisor, for Docker's containers: K3s's own are kubelet's to measure. */
export function cadvisor(machine: Machine): CadvisorContract | undefined {
  const page = pageOf(machine, 'cAdvisor');
  return page && { image: images.cadvisor, ...page };
}

function pageOf(machine: Machine, owner: 'cAdvisor' | 'CrowdSec metrics') {
  const page = pagesOf(machine).find((one) => one.owner === owner);
  return page && { address: page.address ?? machine.mesh, port: page.port };
}
