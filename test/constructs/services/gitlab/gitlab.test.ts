import { describe, expect, test } from 'vitest';
import type { NamespaceChart } from '../../../../constructs/namespace/namespace.ts';
import { forgeOf } from '../../../../constructs/outside/forge.ts';
import { ForgeRedirect } from '../../../../constructs/services/forge-redirect.ts';
import { GitLab } from '../../../../constructs/services/gitlab/gitlab.ts';
import type { Bytes, Platform } from '../../../../platform/types.ts';
import budgets from '../../../../synth/checks/capacity/budgets.ts';
import { modelAlone } from '../../../../synth/model/run.ts';
import { Bench, plain } from '../../../support/bench.ts';
import { alone, type Composed, modelOf } from '../../../support/composed.ts';
import { fixture, host } from '../../../support/platform.ts';

const name = host('git.harbour.example');
const ours = { phase: 3, forge: 'self-hosted' } as const;
const gitLab = (changes: Partial<Platform> = ours, beside?: Bytes) =>
  alone(
    'devops-factory',
    'dev',
    (chart) => {
      new GitLab(chart, 'gitlab', { host: name });
      if (beside) new Bench(chart, 'shop').workload('web', { ...plain, resources: { cpu: '1', memory: beside } });
    },
    changes,
  );
const own = gitLab();
const factory = own.manifests.in('devops-factory');
const omnibus = factory.env('gitlab').GITLAB_OMNIBUS_CONFIG as string;

describe('our name for the forge', () => {
  test('leads to the group on gitlab.com while that is the forge, and nothing runs for it', () => {
    const build = (chart: NamespaceChart) => new ForgeRedirect(chart, 'forge', { host: name });
    const { manifests, inventory } = alone('devops-factory', 'dev', build, { phase: 2 });
    expect(inventory.exposures[0]?.access).toEqual({ kind: 'redirect', to: 'https://gitlab.com/harbour' });
    expect(manifests.of('Deployment')).toEqual([]);
  });

  test('is GitLab CE when the forge is ours', () => {
    expect(own.inventory.exposures.map(({ access }) => access.kind)).toEqual(['oidc']);
    expect(factory.one('IngressRoute', 'gitlab').spec.routes[0].services[0].name).toBe('gitlab');
  });

  test('is not GitLab CE before phase 3, even when it is wished for', () => {
    expect([2, 3].map((phase) => forgeOf({ ...fixture, ...ours, phase: phase as 2 | 3 }).own)).toEqual([false, true]);
    expect(() => gitLab({ ...ours, phase: 2 })).toThrow(
      "devops-factory/gitlab: GitLab CE comes with phase 3, got phase 2; keep forge: 'gitlab.com'",
    );
  });
});

describe('GitLab CE', () => {
  test('beside a lab is too large for its machine, and the capacity check says by how much and because of whom', () => {
    const findingsOf = (one: Composed) => budgets.find(modelOf(one), modelAlone);
    const [finding, ...more] = findingsOf(gitLab(ours, '4Gi'));
    expect(more).toEqual([]);
    expect(finding?.where).toBe('loft');
    expect(finding?.what).toMatch(/memory limits exceed the machine by [\d.]+ GiB/);
    expect(finding?.got).toContain('the largest: devops-factory/gitlab/workload-web 8 GiB');
    expect(finding?.cure).toMatch(/move a service to another machine with node, or order a larger machine/);
    expect(findingsOf(own)).toEqual([]);
  });

  test('keeps artifacts of jobs in the bucket, and everything else on its volume', () => {
    expect(omnibus).toContain("['objects']['artifacts']['bucket'] = 'harbour-ci'");
    expect(omnibus).toContain("'endpoint' => 'https://s3.gra.io.cloud.ovh.net'");
    expect(omnibus).toContain("['objects']['lfs']['enabled'] = false");
  });

  test('reads what is secret from files', () => {
    expect(omnibus).toContain("gitlab_rails['initial_root_password'] = secret.('/secrets/gitlab-root.root')");
    const { sources } = factory.podVolume('gitlab', 'secrets').projected;
    expect(sources).toHaveLength(4);
    for (const path of omnibus.matchAll(/secret\.\('\/secrets\/([^']+)'\)/g))
      expect(JSON.stringify(sources)).toContain(`"path":"${path[1]}"`);
  });

  test('leaves TLS to Traefik and believes it alone', () => {
    expect(omnibus).toContain("external_url 'https://git.harbour.example'");
    expect(omnibus).toContain("nginx['listen_https'] = false");
    expect(omnibus).toContain("letsencrypt['enable'] = false");
    expect(omnibus).toContain("gitlab_rails['trusted_proxies'] = ['10.52.0.0/16']");
  });

  test('sends no mail and reaches nothing of prod', () => {
    expect(omnibus).toContain("gitlab_rails['gitlab_email_enabled'] = false");
    const reached = own.inventory.edges.filter(({ from }) => from.name === 'gitlab').map(({ to }) => to.name);
    expect(reached).toEqual(['traefik', 'object-storage', 'internet-https']);
  });

  test('is root for written reasons', () => {
    const reasons = own.inventory.exceptions.filter(({ node }) =>
      node.path.startsWith('devops-factory/gitlab/workload'),
    );
    expect(reasons.map(({ what }) => what)).toEqual([
      'runs as root',
      'writable root file system',
      expect.stringContaining('capabilities'),
    ]);
  });

  test('is saved with a dump of its database, and with the file that decrypts what is in it', () => {
    const saved = own.inventory.backups.filter(({ volume }) => volume.startsWith('gitlab-'));
    expect(saved.map(({ volume, backup }) => [volume, backup])).toEqual([
      ['gitlab-data', 'daily'],
      ['gitlab-config', 'daily'],
    ]);
    expect(saved[0]?.dump?.command.at(-1)).toContain('pg_dump');
    expect(factory.mounts('gitlab')['/etc/gitlab']).toBe('gitlab-config');
  });
});
