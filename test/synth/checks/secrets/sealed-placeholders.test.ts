import check from '../../../../synth/checks/secrets/sealed-placeholders.ts';
import { modelAlone } from '../../../../synth/model/run.ts';
import { realOwner, scratch } from '../scratch.ts';
import { twin } from '../twin.ts';

const { refuses, takes } = twin(check);
const healthy = scratch({ platform: { owner: realOwner } });
const many = Array.from({ length: 46 }, (_, index) => `prod-web/wiki-${index} password`);
const run = (production: boolean, placeholders: readonly string[]) => () => ({
  model: healthy,
  run: { production, sealed: { ...modelAlone.sealed, placeholders } },
});

refuses(
  'one',
  run(true, ['prod-web/wiki-mail password']),
  'sealed/: a placeholder that nobody can open, got prod-web/wiki-mail password',
);
refuses('46 of them, told once', run(true, many), 'sealed/: 46 placeholders that nobody can open, got prod-web/wiki-0');
takes('any of them before production', run(false, many));
