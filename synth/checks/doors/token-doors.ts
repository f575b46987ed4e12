/*
 * Fields: tokens and closed of the exposure's access.
 * Allowed: tokens beside a list of the paths that read none; an empty list says that all do.
 */

import { check } from '../../model/check.ts';

const cure = 'list in closed what below except reads no token, a login by form for one; [] if there is nothing';

export default check('paths open to what looks like a token, without a word on those that read none', ({ inventory }) =>
  inventory.exposures.flatMap(({ node, host, access }) => {
    if (access.kind !== 'forward-auth' || access.tokens === undefined || access.closed !== undefined) return [];
    const what = `host '${host}' lets in whoever sends what looks like a token, and names no path that reads none`;
    return [{ where: node.path, what, got: `tokens '${access.tokens}' for ${access.except.join(', ')}`, cure }];
  }),
);
