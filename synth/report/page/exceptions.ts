import type { Model } from '../../model/model.ts';
import { exceptionRows } from '../facts/exceptions.ts';
import { waysOf } from '../facts/ways.ts';
import { html } from './markup.ts';
import { count, prose, type Section, table } from './pieces.ts';

/** What is looser than the default, and why: before all else what single sign-on leaves out. */
export function exceptionsSection(model: Model): Section {
  const rows = exceptionRows(model);
  const loose = waysOf(model).flatMap(({ host, loosened }) =>
    loosened ? [{ host, ...loosened, row: `${host}: ${loosened.what}` }] : [],
  );
  const others = rows.filter(({ what }) => !loose.some(({ row }) => row === what));
  return {
    id: 'exceptions',
    title: 'Exceptions',
    deck: `${count(rows.length, 'exception')}, each with its written reason. ${count(loose.length, 'site')} of them ${loose.length === 1 ? 'is' : 'are'} reached, at least in part, without the portal.`,
    body: html`<h3>Without the portal</h3>
${table(
  'Exceptions of single sign-on',
  [{ title: 'site' }, { title: 'how' }, { title: 'why' }],
  loose.map(({ host, what, reason }) => [host, what, prose(reason)]),
)}
<h3>Everything else</h3>
${table(
  'All other exceptions',
  [{ title: 'where' }, { title: 'what' }, { title: 'why' }],
  others.map(({ where, what, reason }) => [where, what, prose(reason)]),
)}`,
  };
}
