import check from '../../../../synth/checks/secrets/sealed-leftovers.ts';
import { modelAlone } from '../../../../synth/model/run.ts';
import type { Leftovers } from '../../../../synth/model/sealed-source.ts';
import { scratch } from '../scratch.ts';
import { twin } from '../twin.ts';

const { refuses } = twin(check);
const holding = (leftovers: Partial<Leftovers>) => () => {
  const leftoversOf = () => ({ orphans: [], strangers: [], ...leftovers });
  return { model: scratch(), run: { sealed: { ...modelAlone.sealed, leftovers: leftoversOf } } };
};

refuses(
  'a secret that nobody declares',
  holding({ orphans: [{ secret: 'prod-web/gone' }] }),
  'sealed/prod-web/gone.json: ciphertext that nobody declares, in any phase and for either engine, got the secret prod-web/gone',
);
refuses(
  'what a service left that went, told once',
  holding({ orphans: [{ secret: 'prod-web/wiki-mail', key: 'old' }, { secret: 'prod-web/gone' }] }),
  "got key 'old' of prod-web/wiki-mail, the secret prod-web/gone (also sealed/prod-web/gone.json)",
);
refuses(
  'a digest of another value',
  holding({ strangers: [{ secret: 'security/authelia-oidc', key: 'nextcloud' }] }),
  "a sealed digest does not belong to the value that is sealed, got key 'nextcloud' of security/authelia-oidc",
);
