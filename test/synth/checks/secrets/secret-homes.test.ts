import { random } from '../../../../constructs/secret/secret.ts';
import check from '../../../../synth/checks/secrets/secret-homes.ts';
import { Scratch, scratch } from '../scratch.ts';
import { twin } from '../twin.ts';

const { refuses } = twin(check);

/** Its id and its secret's come to the same name as those of the service `a`. */
class Twin extends Scratch {
  keep(id: string): void {
    this.secret(id, { value: random() });
  }
}

refuses(
  'of two services, told once although their objects and ciphertexts are doubles too',
  () =>
    scratch({
      add: ({ dev }) => {
        new Twin(dev, 'a').keep('b-c');
        new Twin(dev, 'a-b').keep('c');
      },
    }),
  'two secrets are called ai-lab/a-b-c, got ai-lab/a/secret-b-c and ai-lab/a-b/secret-c',
);
