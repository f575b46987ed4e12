import { describe, expect, test } from 'vitest';
import { forgeOf } from '../../../constructs/outside/forge.ts';
import type { Platform } from '../../../platform/types.ts';
import { fixture, host } from '../../support/platform.ts';

const forge = (
  change: Partial<Platform>,
  url: Platform['owner']['repository']['url'] = 'https://gitlab.com/us/it.git',
) =>
  forgeOf({
    ...fixture,
    ...change,
    owner: { ...fixture.owner, repository: { ...fixture.owner.repository, url, group: 'us' } },
  });

describe('the forge', () => {
  test('is the GitLab that the repository lies on, whichever that is', () => {
    expect(forge({})).toMatchObject({ own: false, url: 'https://gitlab.com', group: 'https://gitlab.com/us' });
    const elsewhere = forge({}, 'https://gitlab.example.org:8443/us/it.git');
    expect(elsewhere).toMatchObject({ own: false, url: 'https://gitlab.example.org:8443', keepsRepository: true });
  });

  test('is our own from phase 3 on, and pods reach it through Traefik', () => {
    const own = forge({ phase: 3, forge: 'self-hosted', forgeHost: host('git.harbour.example') });
    expect(own).toMatchObject({
      own: true,
      url: 'https://git.harbour.example',
      group: 'https://git.harbour.example/us',
    });
    expect(own.endpoints.map(({ name }) => name)).toEqual(['internet-https', 'traefik']);
    expect(forge({}).endpoints.map(({ name }) => name)).toEqual(['internet-https']);
  });

  test('is not our own before, whatever is wished for', () => {
    for (const phase of [1, 2] as const) expect(forge({ phase, forge: 'self-hosted' })).toEqual(forge({ phase }));
  });

  test('keeps the repository only where that lies on it: a forge cannot bring itself back', () => {
    const own = { phase: 3, forge: 'self-hosted', forgeHost: host('git.harbour.example') } as const;
    expect(forge(own).keepsRepository).toBe(false);
    expect(forge(own, 'https://git.harbour.example/us/it.git').keepsRepository).toBe(true);
  });
});
