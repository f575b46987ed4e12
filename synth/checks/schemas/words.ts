/*
 * Fields: NetworkPolicy spec.policyTypes, ports[*].protocol and matchExpressions[*].operator; Service spec.type and
 * ports[*].protocol; containers[*] and initContainers[*].ports[*].protocol.
 * Allowed: the words that Kubernetes holds in its code, while its schema takes any text.
 */

import { check } from '../../model/check.ts';
import { strangeWords } from '../../reading/words.ts';

const cure = 'correct the word: the API server refuses the object';

export default check('words that Kubernetes refuses where its schema takes any text', (model) =>
  strangeWords(model).map(({ path, field, word, known }) => ({
    where: path,
    what: `${field} is a word that Kubernetes refuses`,
    got: `'${word}' (there are ${known.join(', ')})`,
    cure,
  })),
);
