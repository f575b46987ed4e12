import { landmarks } from '../../constructs/facts/landmarks.ts';
import type { Inventory } from '../../constructs/inventory.ts';
import { pagesOf } from '../../constructs/services/monitoring/metrics/machine-ports.ts';
import { mailcowVersion } from '../../platform/read-versions.ts';
import type { Cidr, Ipv4, Machine, Platform } from '../../platform/types.ts';
import { images } from '../../platform/versions.ts';
import type {
  CadvisorContract,
  CrowdsecContract,
  DockerContract,
  MailcowContract,
} from '../../synth/model/machine-contract.ts';

/** Mailcow on the machine that has it. @see https://docs.mailcow.email/post_installation/reverse-proxy/r_p/ */
export function mailcow(platform: Platform, inventory: Inventory, machine: Machine): MailcowContract | undefined {
  const { mail, network, zones } = platform;
  if (machine.name !== mail.machine) return undefined;
  return {
    version: mailcowVersion,
    host: mail.host,
    web: { address: machine.mesh, port: mail.webPort },
    network: network.docker,
    gateway: firstOf(network.docker),
    certificate: { namespace: landmarks.mailcow.namespace, name: `${landmarks.mailcow.service}-tls` },
    zones: Object.keys(zones).filter((zone) => zones[zone]?.mail),
    names: namesOf(inventory).filter((name) => name !== mail.host),
    mailboxes: inventory.mailboxes.map(({ address }) => address),
  };
}

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

/** Every name that leads to Mailcow's web. */
function namesOf({ exposures }: Inventory): readonly string[] {
  const { namespace } = landmarks.mailcow;
  return exposures.filter((exposure) => exposure.namespace === namespace).flatMap(({ hosts }) => hosts);
}

/** Docker gives the bridge the first address of its network. */
function firstOf(range: Cidr): Ipv4 {
  return range.replace(/\.\d+\/\d+$/, '.1') as Ipv4;
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
