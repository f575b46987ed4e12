/*
 * Fields: every text of dist/ that is neither manifests nor stacks; those are judged by their structure.
 * Allowed: what has no form of a credential; in files of the host layer no line that gives one a value either.
 */

import { check } from '../../model/check.ts';
import { credentialsByForm, credentialsByLine } from '../../reading/credential-patterns.ts';

const cure = 'keep it out of what the file is made of; if it was ever committed, replace it where it is valid';

export default check('what looks like a credential in a report or another text', ({ documents }, { files }) => {
  const manifests = new Set(documents.map(({ file }) => file));
  const texts = [...files].filter(([path]) => !manifests.has(path) && !path.endsWith('/cdk.tf.json'));
  return texts.flatMap(([where, text]) => {
    const lines = /^(?:ansible|hosts)\//.test(where) ? credentialsByLine(text) : [];
    const seen = [...credentialsByForm(text), ...lines.map((name) => `a value for '${name}'`)];
    return seen.map((what) => ({
      where,
      what: 'something that looks like a credential stands in the clear',
      got: `${what} (not repeated here)`,
      cure,
    }));
  });
});
