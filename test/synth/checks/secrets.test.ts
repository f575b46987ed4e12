import { describe, expect, it } from 'vitest';
import { random } from '../../../constructs/secret/secret.ts';
import { ciphertext, letters, object, rewritten, Scratch, scratch, tripped } from './scratch.ts';

describe('check 6: secrets', () => {
  it('refuses a plain Secret', () => {
    const model = scratch({
      add: ({ prod }) =>
        object(prod, { kind: 'Secret', metadata: { name: 'wiki-plain', namespace: 'prod-web' }, data: {} }),
    });
    expect(tripped(model)).toEqual([6]);
    expect(letters(model)).toEqual([expect.stringContaining('got Secret prod-web/wiki-plain')]);
  });

  it.each([
    ['is missing', undefined],
    ['is no base64', 'not sealed yet'],
    ['is too short for a ciphertext', Buffer.alloc(100, 1).toString('base64')],
  ])('refuses a key whose ciphertext %s', (_, value) => {
    const model = rewritten(scratch(), ({ kind, metadata, spec }) => {
      if (kind !== 'SealedSecret' || metadata.name !== 'wiki-database') return;
      if (value === undefined) delete spec.encryptedData.password;
      else spec.encryptedData.password = value;
    });
    expect(tripped(model)).toEqual([6]);
    expect(letters(model)).toEqual([expect.stringContaining("prod-web/wiki-database lacks 'password'")]);
  });

  it('refuses one ciphertext in two places', () => {
    const model = rewritten(scratch(), ({ kind, spec }) => {
      if (kind === 'SealedSecret' && 'root-password' in spec.encryptedData) {
        spec.encryptedData['root-password'] = spec.encryptedData.password;
      }
    });
    expect(tripped(model)).toEqual([6]);
    expect(letters(model)[0]).toContain('one ciphertext stands in two places');
  });

  it('refuses pods that wait for a Secret that nobody makes', () => {
    const model = rewritten(scratch(), ({ kind, spec }) => {
      if (kind !== 'CronJob') return;
      const secretKeyRef = { name: 'labb-token', key: 'value' };
      spec.jobTemplate.spec.template.spec.containers[0].env = [{ name: 'LAB_TOKEN', valueFrom: { secretKeyRef } }];
    });
    expect(tripped(model)).toEqual([6]);
    expect(letters(model)).toEqual([expect.stringContaining("got Secret 'labb-token' in namespace 'ai-lab'")]);
  });

  it('takes pods that wait for one that is sealed', () => {
    const model = scratch({
      add: ({ dev }) => {
        class Vigil extends Scratch {
          readonly token = this.secret('token', { value: random() });
        }
        new Vigil(dev, 'vigil').job('watch', { env: {} });
        const { token } = dev.node.findChild('vigil') as Vigil;
        (dev.node.findChild('vigil') as Vigil).job('night', { env: { VIGIL_TOKEN: token.value } });
      },
    });
    expect(letters(model)).toEqual([]);
  });

  it('knows what a ciphertext looks like', () => {
    expect(Buffer.from(ciphertext('a'), 'base64').length).toBeGreaterThan(512);
  });
});
