/*
 * Fields: every text of a machine's contract.
 * Allowed: none of the marks that Ansible fills in: {{, {% and {#.
 */

import { wholeCheck } from '../../model/check.ts';
import { eachText } from '../../reading/json.ts';

const cure = 'say it without: docker and journalctl take --format json, a script of the machine may hold the rest';

/** Ansible reads each of its variables as a template of Jinja: what stands between the marks is gone, or ends the run. */
export default wholeCheck('a text that Ansible would take for a template', (model) =>
  model.contracts.flatMap(({ machine, ...contract }) => {
    const found: { readonly at: string; readonly text: string }[] = [];
    eachText(contract, (text, _, path) => {
      if (/\{[{%#]/.test(text)) found.push({ at: path.join('.'), text });
    });
    return found.map(({ at, text }) => ({
      where: `hosts/${machine}`,
      what: `${at} holds a mark that Ansible fills in`,
      got: text,
      cure,
    }));
  }),
);
