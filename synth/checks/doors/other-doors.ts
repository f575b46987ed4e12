/*
 * Fields: kind.
 * Allowed: IngressRoute. An Ingress or an IngressRouteTCP is a door whose access nobody can read.
 */

import { check } from '../../model/check.ts';
import { written } from '../../reading/written.ts';

const cure = 'use expose(), which writes an IngressRoute with its access';

export default check('public doors of kinds that nobody can judge', (model) =>
  ['Ingress', 'IngressRouteTCP'].flatMap((kind) =>
    written(model, kind).map(({ path }) => ({
      where: path,
      what: 'a public door that nobody can judge',
      got: kind,
      cure,
    })),
  ),
);
