import check from '../../../../synth/checks/schemas/constructs.ts';
import { Attempts } from '../../../../synth/model/attempts.ts';
import { scratch } from '../scratch.ts';
import { twin } from '../twin.ts';

const { refuses } = twin(check);

/** A model of which some parts refused to be built. */
const refusing =
  (...errors: readonly Error[]) =>
  () => {
    const attempts = new Attempts();
    for (const error of errors) attempts.refuse('prod-web/wiki', error);
    return { ...scratch(), refused: attempts.refused };
  };

refuses(
  'one that knows its place',
  refusing(new Error('prod-web/wiki/web: has no probe; give one, or a reason in relax.noProbe')),
  'prod-web/wiki/web: it refuses what it is given, got has no probe; give one, or a reason in relax.noProbe',
);
refuses(
  'one that does not',
  refusing(new Error("forwardAuth: path 'x' must begin with '/'")),
  "prod-web/wiki: it refuses what it is given, got forwardAuth: path 'x' must begin with '/'",
);
refuses(
  'a slip, and another one',
  refusing(new TypeError('a is undefined'), new TypeError('b is undefined')),
  'prod-web/wiki: a slip in the program, got TypeError: a is undefined; TypeError: b is undefined',
);
