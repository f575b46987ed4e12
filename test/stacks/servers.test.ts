import { describe, expect, it } from 'vitest';
import { fixture, loft, quay } from '../support/platform.ts';
import { reference, stack, withMachine } from './scratch.ts';

describe('servers', () => {
  it('adopts a machine whose service name is known, and orders nothing', () => {
    const { json } = stack('servers');
    expect(json['import']).toContainEqual({ id: 'vps-quay0001.vps.ovh.net', to: 'ovh_vps.quay' });
    expect(Object.keys(json['resource'].ovh_vps['quay']).sort()).toEqual(['//', 'lifecycle']);
  });

  it('orders a machine whose service name is unknown, and imports nothing for it', () => {
    const { json } = stack('servers', withMachine('quay', { serviceName: undefined }));
    const { plan, plan_option, ovh_subsidiary } = json['resource'].ovh_vps['quay'];
    expect(json['import']).toEqual([{ id: 'vps-loft0001.vps.ovh.net', to: 'ovh_vps.loft' }]);
    expect(ovh_subsidiary).toBe('FR');
    expect(plan[0].plan_code).toBe(quay.order.planCode);
    expect(plan[0].configuration).toEqual([
      { label: 'vps_datacenter', value: 'GRA' },
      { label: 'vps_os', value: 'Debian 12' },
    ]);
    expect(plan_option.map(({ plan_code }: { plan_code: string }) => plan_code)).toEqual(quay.order.options);
  });

  it('never destroys a machine, nor replaces it for what the API does not read back', () => {
    for (const { lifecycle } of Object.values<{ lifecycle: unknown }>(stack('servers').json['resource'].ovh_vps)) {
      expect(lifecycle).toEqual({
        prevent_destroy: true,
        ignore_changes: ['image_id', 'ovh_subsidiary', 'plan', 'plan_option', 'public_ssh_key'],
      });
    }
  });

  it('keeps the address of a machine when its order is delivered', () => {
    const ordered = stack('servers', withMachine('quay', { serviceName: undefined }));
    expect(Object.keys(ordered.json['resource'].ovh_vps)).toEqual(
      Object.keys(stack('servers').json['resource'].ovh_vps),
    );
  });

  it("stops a plan whose addresses are not the real machine's", () => {
    const { service_name, lifecycle } = stack('servers').json['data'].ovh_vps['quay'];
    const conditions = lifecycle.postcondition.map(({ condition }: { condition: string }) => condition).join('\n');
    expect(service_name).toBe('vps-quay0001.vps.ovh.net');
    expect(conditions).toContain('192.0.2.77');
    expect(conditions).toContain('2001:db8::77');
  });

  it('looks up an ordered machine under the name that OVH gives it', () => {
    const { json } = stack('servers', withMachine('quay', { serviceName: undefined }));
    expect(json['data'].ovh_vps['quay'].service_name).toBe(reference('ovh_vps.quay.service_name'));
  });

  it('asks nothing about IPv6 of a machine that has none', () => {
    const { json } = stack('servers', withMachine('quay', { ipv6: undefined }));
    expect(json['data'].ovh_vps['quay'].lifecycle.postcondition).toHaveLength(1);
  });

  it('has one machine in phase 1 and two from phase 2', () => {
    const machines = (phase: 1 | 2): string[] =>
      Object.keys(stack('servers', { ...fixture, phase }).json['resource'].ovh_vps);
    expect(machines(1)).toEqual(['quay']);
    expect(machines(2)).toEqual(['quay', 'loft']);
  });

  it('lets a machine go that a step back in phase does not know, and terminates nothing', () => {
    const removed = (phase: 1 | 2 | 3) => stack('servers', { ...fixture, phase }).json['removed'];
    expect(removed(1)).toEqual([{ from: 'ovh_vps.loft', lifecycle: { destroy: false } }]);
    expect([removed(2), removed(3)]).toEqual([undefined, undefined]);
    expect(stack('servers', { ...fixture, phase: 1 }).json['terraform'].required_version).toBe('>= 1.10.0');
  });

  it('orders a machine that stands in the model alone, and compares no address yet', () => {
    const machines = [...fixture.machines, { ...loft, name: 'newcomer', mesh: '10.77.0.3' as const }];
    const { resource, data, import: imports } = stack('servers', { ...fixture, machines }).json;
    expect(resource.ovh_vps.newcomer.plan[0].plan_code).toBe(loft.order.planCode);
    expect(Object.keys(data.ovh_vps)).toEqual(['quay', 'loft']);
    expect(JSON.stringify(imports)).not.toContain('newcomer');
  });
});
