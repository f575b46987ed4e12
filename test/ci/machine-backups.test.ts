import { spawnSync } from 'node:child_process';
import { describe, expect, it, test } from 'vitest';
import { adoptedIn, problems, signed } from '../../.ci/machine-backups.mjs';
import { stack } from '../stacks/scratch.ts';

const now = Date.parse('2027-03-02T12:00:00Z') / 1000;
const quay = [{ machine: 'quay', id: 'vps-1.vps.ovh.net' }];
const points = '/vps/vps-1.vps.ovh.net/automatedBackup/restorePoints?state=available';

/** OVH's answers, by the path that is asked. */
const asked = (answers: Readonly<Record<string, [number, unknown]>>) => (path: string) => {
  const [status, body] = answers[path] ?? [500, { message: `nobody expected ${path}` }];
  return Promise.resolve({ status, body });
};

const answering = (
  status: number,
  body: unknown,
  restorable: [number, unknown] = [200, ['2027-03-02T01:00:00+01:00']],
) => asked({ '/vps/vps-1.vps.ovh.net/automatedBackup': [status, body], [points]: restorable });

const on = { state: 'enabled', rotation: 1, schedule: '01:00:00' };

describe('the automatic backups of adopted machines', () => {
  it('are well when each is on and of last night', async () => {
    expect(await problems(quay, answering(200, on), now)).toEqual([]);
  });

  test.each<[string, ReturnType<typeof answering>, string]>([
    ['there is none', answering(404, {}), 'has no automatic backup'],
    ['it was turned off', answering(200, { ...on, state: 'disabled' }), 'its automatic backup is disabled'],
    ['the key may not ask', answering(403, { message: 'This call has not been granted' }), 'OVH answers 403 This call'],
    ['nothing came of it', answering(200, on, [200, []]), 'nothing can be restored'],
    ['it is three days old', answering(200, on, [200, ['2027-02-27T12:00:00Z']]), 'is 72 hours old'],
    ['what can be restored is not told', answering(200, on, [500, {}]), 'OVH answers 500 to what can be restored'],
  ])('are told of when %s', async (_, ask, said) => {
    expect(await problems(quay, ask, now)).toEqual([expect.stringContaining(said)]);
  });

  it('are asked of the machines that the stack adopts, by the names that OVH has for them', () => {
    expect(adoptedIn(stack('servers').json)).toEqual([
      { machine: 'quay', id: 'vps-quay0001.vps.ovh.net' },
      { machine: 'loft', id: 'vps-loft0001.vps.ovh.net' },
    ]);
    expect(adoptedIn({})).toEqual([]);
  });

  it('are asked by a signature that OVH knows', () => {
    const key = { key: 'key', secret: 'secret', consumer: 'consumer' };
    const headers = signed(key, 'https://eu.api.ovh.com/1.0/vps', 1366560945);
    // `printf secret+consumer+GET+https://eu.api.ovh.com/1.0/vps++1366560945 | sha1sum`
    expect(headers['X-Ovh-Signature']).toBe('$1$7250e1a05e275ae6275133a3af2b4d3edbfd0676');
    expect(headers).toMatchObject({
      'X-Ovh-Application': 'key',
      'X-Ovh-Consumer': 'consumer',
      'X-Ovh-Timestamp': '1366560945',
    });
  });

  it('are asked by nobody before there is a token, which is no failure', () => {
    const { PATH = '' } = process.env;
    const ran = spawnSync('node', ['.ci/machine-backups.mjs'], { encoding: 'utf8', env: { PATH } });
    expect(ran).toMatchObject({ status: 78, stderr: expect.stringContaining('docs/pipeline.md, step 3') });
  });
});
