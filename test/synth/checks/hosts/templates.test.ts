import { BackupClaim } from '../../../../constructs/facts/claim.ts';
import check from '../../../../synth/checks/hosts/templates.ts';
import { core, scratch } from '../scratch.ts';
import { twin } from '../twin.ts';

const { refuses, takes } = twin(check);

/** A state of a pod is dumped by somebody's own words. */
const dumpedBy = (text: string) => () =>
  scratch({
    add: ({ prod }) => {
      const claim = { machine: core, namespace: 'prod-web', volume: 'shop', backup: 'daily' } as const;
      new BackupClaim(prod, 'shop', { ...claim, dump: { pod: { app: 'shop' }, command: ['sh', '-c', text] } });
    },
  });

takes('braces that mean nothing to Ansible', dumpedBy('echo $HOME {a,b} { c; } }}'));
refuses(
  "docker's own template",
  dumpedBy('docker ps --format {{.Names}}'),
  'dump.command.2 holds a mark that Ansible fills in, got docker ps --format {{.Names}}',
);
refuses('a statement', dumpedBy('echo {% if %}'), 'got echo {% if %}');
refuses('a comment', dumpedBy('echo {# #}'), 'got echo {# #}');
