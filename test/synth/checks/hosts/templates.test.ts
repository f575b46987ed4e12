import check from '../../../../synth/checks/hosts/templates.ts';
import { twin } from '../twin.ts';
import { told } from './told.ts';

const { refuses, takes } = twin(check);

/** The first door of CORE-PROD to machines is somebody else's. */
const ownedBy = (owner: string) => () =>
  told('core-prod', ({ firewall: { private: doors, ...firewall } }) => ({
    firewall: { ...firewall, private: doors.map((door, index) => (index === 0 ? { ...door, owner } : door)) },
  }));

takes('braces that mean nothing to Ansible', ownedBy('echo $HOME {a,b} { c; } }}'));
refuses(
  "docker's own template",
  ownedBy('docker ps --format {{.Names}}'),
  'hosts/core-prod: firewall.private.0.owner holds a mark that Ansible fills in, got docker ps --format {{.Names}}',
);
refuses('a statement', ownedBy('echo {% if %}'), 'got echo {% if %}');
refuses('a comment', ownedBy('echo {# #}'), 'got echo {# #}');
