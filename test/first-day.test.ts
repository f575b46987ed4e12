import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { choices } from './support/composed.ts';
import { own } from './support/own.ts';

const page = readFileSync(join(import.meta.dirname, '../docs/first-day.md'), 'utf8');

describe.each(choices)('the way in of the first day, in phase %s with %s', (phase, gitops) => {
  const { manifests, platform, inventory } = own(phase, gitops);

  it('makes a second factor in the pod that keeps them, by the configuration that the server reads', () => {
    const [, namespace = '', name = '', container = ''] =
      /kubectl -n (\S+) exec deploy\/(\S+) -c (\S+) -- authelia storage user totp generate/.exec(page) ?? [];
    const portal = manifests.in(namespace);
    expect(
      portal.one('Deployment', name).spec.template.spec.containers.map((one: { name: string }) => one.name),
    ).toContain(container);
    // The command takes no other: a pod is entered with its environment.
    expect(portal.env(name)).toMatchObject({
      X_AUTHELIA_CONFIG: '/config/configuration.yml',
      X_AUTHELIA_CONFIG_FILTERS: 'template',
    });
    expect(portal.env(name)).toHaveProperty('AUTHELIA_STORAGE_ENCRYPTION_KEY_FILE');
  });

  it('reaches the mail host’s own pages beside the portal, which the internet cannot', () => {
    const { mail, machines } = platform;
    const machine = machines.find(({ name }) => name === mail.machine);
    const door = machine?.ports.filter(({ owner, port }) => owner === 'Mailcow' && port === mail.webPort);
    expect(door?.map(({ address }) => address)).toEqual([machine?.mesh]);
    const guarded = inventory.exposures.find(({ host }) => host === mail.host)?.access;
    expect(guarded?.kind === 'forward-auth' && guarded.paths).toContain('/admin');
  });
});
