import type { Consequence } from '../../change/change.ts';
import { counted } from '../../facts/words.ts';
import { tableRows } from '../../sides/report-tables.ts';
import type { Side } from '../../sides/side.ts';

/** What the host layer lays down: Git alone reaches no machine. */
export const hostRuns: Consequence = (changes) => {
  const hosts = changes.filter(({ entity }) => entity.layer === 'host');
  return [...new Set(hosts.map(({ entity }) => entity.home))].map((machine) => {
    const files = hosts.filter(({ entity }) => entity.home === machine);
    return {
      object: `machine ${machine}`,
      called: machine,
      says: `Ansible must run there: ${files.length === 1 ? 'a file changes' : `${files.length} files change`}`,
      place: files[0]?.entity ?? { file: 'hosts', line: 1 },
    };
  });
};

/** K3s applies what lies in its own folder on the server, and no engine puts it there. */
export const bootstraps: Consequence = (changes) => {
  const own = changes.filter(({ entity }) => entity.file.startsWith('bootstrap/'));
  const [first] = own;
  if (!first) return [];
  const says = `${counted(own.length, 'object')} of dist/bootstrap/ ${own.length === 1 ? 'changes' : 'change'}: copy it into K3s's auto-deploy folder; nothing else does`;
  return [{ object: 'bootstrap', called: 'bootstrap', says, place: first.entity }];
};

/** One engine hands over to the other: both at once would undo each other's work. */
export const engines: Consequence = (_, { before, after }) => {
  const [old, fresh] = [engineOf(before), engineOf(after)];
  if (!old || !fresh || old === fresh) return [];
  const [first, second] = [old, fresh].map((name) => (name === 'flux' ? 'Flux' : 'Argo CD'));
  const says = `${second} takes over from ${first}: stop ${first} and take its objects out without pruning (suspend its Kustomizations, or cut its finalizers) before ${second} is laid down`;
  return [{ object: 'engine', called: 'GitOps engine', says, place: { file: `${fresh}/layers.yaml`, line: 1 } }];
};

const engineOf = ({ files }: Side): string | undefined =>
  ['flux', 'argocd'].find((engine) => [...files.keys()].some((path) => path.startsWith(`${engine}/`)));

/** A setting of the machine's kernel that something needs. */
export const kernelSettings: Consequence = (_, { before, after }) => {
  const rows = ({ files }: Side) => settingsIn(files.get('report/kernel.md') ?? '');
  const known = rows(before).map((row) => row.join());
  return rows(after)
    .filter((row) => !known.includes(row.join()))
    .map(([machine = '', setting = '', least = '', reason = '']) => ({
      object: `machine ${machine}`,
      called: machine,
      says: `needs ${setting} of ${least} at least, for ${reason}: the host layer writes it`,
      place: { file: 'report/kernel.md', line: 1 },
    }));
};

const settingsIn = (markdown: string) => tableRows(`## Settings\n${markdown}`, 'Settings');
