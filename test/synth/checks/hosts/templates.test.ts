import check from '../../../../synth/checks/hosts/templates.ts';
import { twin } from '../twin.ts';
import { told } from './told.ts';

const { refuses, takes } = twin(check);

/** CORE-PROD is told a text more, which nobody else judges. */
const toldAlso = (text: string) => () => told('core-prod', () => ({ notes: [{ text }] }) as object);

takes('braces that mean nothing to Ansible', toldAlso('echo $HOME {a,b} { c; } }}'));
refuses(
  "docker's own template",
  toldAlso('docker ps --format {{.Names}}'),
  'hosts/core-prod: notes.0.text holds a mark that Ansible fills in, got docker ps --format {{.Names}}',
);
refuses('a statement', toldAlso('echo {% if %}'), 'got echo {% if %}');
refuses('a comment', toldAlso('echo {# #}'), 'got echo {# #}');
