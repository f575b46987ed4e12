import { DataOvhVps, Vps } from '@cdktf/provider-ovh';
import type { Construct } from 'constructs';
import { machinesOf } from '../constructs/facts/platform-app.ts';
import type { Machine, MachineFacts, Platform } from '../platform/types.ts';
import { OvhStack } from './ovh-stack.ts';

/**
 * None of these is read back from the API. After an import each would differ from the configuration, and for
 * `ovh_subsidiary` and `plan` the difference means: terminate the machine and order another.
 */
const neverReadBack = ['image_id', 'ovh_subsidiary', 'plan', 'plan_option', 'public_ssh_key'];

/**
 * The machines of the phase: adopted where OVH's name of the server is known, ordered where not. Once an order is delivered,
 * its service name goes into `owner.ts`; the address in the state stays, so that nothing is imported twice or replaced.
 *
 * Everything that the provider can read back is left unset on an adopted machine: the first plan imports and changes nothing.
 *
 * @see https://registry.terraform.io/providers/ovh/ovh/2.19.0/docs/resources/vps
 */
export class Servers extends OvhStack {
  override readonly systems = ['OVH VPS'] as const;

  constructor(scope: Construct, platform: Platform) {
    super(scope, 'servers', platform);
    // A machine of a later phase, should it be there already: a step back in phase terminates nothing.
    for (const { name } of platform.machines.filter((machine) => !machinesOf(platform).includes(machine)))
      this.letGo(`ovh_vps.${name}`);
    for (const machine of machinesOf(platform)) {
      const facts = platform.owner.machines[machine.name];
      const vps = this.vps(machine, facts?.serviceName, platform.owner.ovh.subsidiary);
      // A machine that is only in the model has no address yet: OVH gives it one with the delivery.
      if (facts) this.checkAddresses(machine, facts, facts.serviceName ?? vps.serviceName);
    }
  }

  private vps(machine: Machine, serviceName: string | undefined, subsidiary: string): Vps {
    const vps = new Vps(this, machine.name, {
      ...(!serviceName && order(machine, subsidiary)),
      lifecycle: { preventDestroy: true, ignoreChanges: neverReadBack },
    });
    vps.overrideLogicalId(machine.name);
    if (serviceName) vps.importFrom(serviceName);
    return vps;
  }

  /**
   * DNS, firewalls and the mesh trust the addresses in `owner.ts`. A postcondition of the data source compares them with the
   * real machine's and stops the plan; a `check` block would only warn. An ordered machine's are compared once it exists.
   */
  private checkAddresses(machine: Machine, facts: MachineFacts, serviceName: string): void {
    const real = new DataOvhVps(this, `${machine.name}-addresses`, {
      serviceName,
      lifecycle: { postcondition: addressesOf(facts).map((address) => has(machine, address)) },
    });
    real.overrideLogicalId(machine.name);
  }
}

/** Plan codes are data of the machine: the catalogue changes. @see https://eu.api.ovh.com/v1/order/catalog/public/vps */
function order({ name, order }: Machine, ovhSubsidiary: string) {
  const terms = { duration: 'P1M', pricingMode: 'default' };
  const configuration = [
    { label: 'vps_datacenter', value: order.datacenter },
    { label: 'vps_os', value: order.os },
  ];
  return {
    displayName: name,
    ovhSubsidiary,
    plan: [{ ...terms, planCode: order.planCode, configuration }],
    planOption: order.options.map((planCode) => ({ ...terms, planCode, quantity: 1 })),
  };
}

const addressesOf = ({ ipv4, ipv6 }: MachineFacts): readonly string[] => (ipv6 ? [ipv4, ipv6] : [ipv4]);

/** IPv6 has many spellings: `cidrhost` brings both sides to the shortest. An IPv4 address is no /128, and stays as it is. */
function has({ name }: Machine, address: string) {
  const shortest = (ip: string): string => `cidrhost("${ip}/128", 0)`;
  const each = shortest(`\${ip}`);
  const real = `[for ip in self.ips : can(${each}) ? ${each} : ip]`;
  const expected = address.includes(':') ? shortest(address) : `"${address}"`;
  return {
    condition: `\${contains(${real}, ${expected})}`,
    errorMessage: `${name} (\${self.service_name}) has \${join(", ", self.ips)} and not ${address}: correct its addresses in platform/owner.ts`,
  };
}
