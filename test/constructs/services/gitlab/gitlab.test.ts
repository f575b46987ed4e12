import { describe, expect, test } from 'vitest';
import { NamespaceChart } from '../../../../constructs/namespace/namespace.ts';
import { GitLab } from '../../../../constructs/services/gitlab/gitlab.ts';
import { compose } from '../../../../main.ts';
import { uyoop } from '../../../../platform/uyoop.ts';
import { capacity } from '../../../../synth/checks/capacity.ts';
import { scratchApp } from '../../../support/bench.ts';
import { charted, composed } from '../../../support/composed.ts';

const own = charted({ phase: 3, forge: 'self-hosted' });
const factory = own.manifests.in('devops-factory');
const omnibus = factory.env('gitlab').GITLAB_OMNIBUS_CONFIG as string;

describe('git.uyoop.fr', () => {
  test('leads to the group on gitlab.com while that is the forge, and nothing runs for it', () => {
    const { manifests, inventory } = composed(2);
    const exposure = inventory.exposures.find(({ host }) => host === 'git.uyoop.fr');
    expect(exposure?.access).toEqual({ kind: 'redirect', to: 'https://gitlab.com/example' });
    expect(manifests.in('devops-factory').names('Deployment')).not.toContain('gitlab');
  });

  test('is GitLab CE when the forge is ours', () => {
    const exposures = own.inventory.exposures.filter(({ host }) => host === 'git.uyoop.fr');
    expect(exposures.map(({ access }) => access.kind)).toEqual(['oidc']);
    expect(factory.one('IngressRoute', 'gitlab').spec.routes[0].services[0].name).toBe('gitlab');
  });

  test('is not GitLab CE before phase 3, even when it is wished for', () => {
    const early = charted({ phase: 2, forge: 'self-hosted' });
    expect(early.inventory.exposures.find(({ host }) => host === 'git.uyoop.fr')?.access.kind).toBe('redirect');
    const chart = new NamespaceChart(scratchApp({ phase: 2 }), 'factory', { tier: 'dev' });
    expect(() => new GitLab(chart, 'gitlab', { host: 'git.uyoop.fr' })).toThrow(
      "factory/gitlab: GitLab CE comes with phase 3, got phase 2; keep forge: 'gitlab.com'",
    );
  });
});

describe('GitLab CE', () => {
  test('is too large for AI-LAB, and the capacity check says by how much and because of whom', () => {
    const [finding, ...more] = capacity(compose({ ...uyoop, phase: 3, forge: 'self-hosted' }, {})).filter(({ what }) =>
      what.startsWith('memory limits'),
    );
    expect(more).toEqual([]);
    expect(finding?.where).toBe('ai-lab');
    expect(finding?.what).toMatch(/^memory limits exceed the machine by [\d.]+ GiB$/);
    expect(finding?.got).toContain('the largest: devops-factory/gitlab/workload-web 8 GiB');
    expect(finding?.cure).toMatch(/move a service to another machine with node, or order a larger machine/);
    expect(capacity(compose({ ...uyoop, phase: 3 }, {}))).toEqual([]);
  });

  test('keeps artifacts of jobs in the bucket, and everything else on its volume', () => {
    expect(omnibus).toContain("['objects']['artifacts']['bucket'] = 'uyoop-ci'");
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
    expect(omnibus).toContain("external_url 'https://git.uyoop.fr'");
    expect(omnibus).toContain("nginx['listen_https'] = false");
    expect(omnibus).toContain("letsencrypt['enable'] = false");
    expect(omnibus).toContain("gitlab_rails['trusted_proxies'] = ['10.42.0.0/16']");
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
