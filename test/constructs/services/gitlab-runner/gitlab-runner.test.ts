import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'smol-toml';
import { describe, expect, test } from 'vitest';
import { NamespaceChart } from '../../../../constructs/namespace/namespace.ts';
import { privateRanges } from '../../../../constructs/network/endpoint.ts';
import { BuildPods } from '../../../../constructs/services/gitlab-runner/build-pods.ts';
import { GitLabRunner } from '../../../../constructs/services/gitlab-runner/gitlab-runner.ts';
import type { Platform } from '../../../../platform/types.ts';
import { built } from '../../../support/composed.ts';
import type { Fields } from '../../../support/manifests.ts';

const runnerWith = (changes: Partial<Platform>) =>
  built((app) => {
    const jobs = new NamespaceChart(app, 'ci-jobs', { tier: 'dev', web: false, exactQuota: true });
    const builds = new BuildPods(jobs, 'builds', { concurrent: 2 });
    new GitLabRunner(new NamespaceChart(app, 'devops-factory', { tier: 'dev' }), 'gitlab-runner', { builds });
  }, changes);
const { manifests, inventory } = runnerWith({ phase: 3 });
const factory = manifests.in('devops-factory');
const jobs = manifests.in('ci-jobs');
const config = factory.one('ConfigMap', 'gitlab-runner-config').data;
const toml: string = config['config_config.toml'];
const env = factory.env('gitlab-runner');
const settings: Fields = parse(toml);
const [runner] = settings.runners;
const pod = runner.kubernetes;
const reached = (name: string) => inventory.edges.filter(({ from }) => from.name === name).map(({ to }) => to.name);

describe('the runner', () => {
  test('has its token as a reference that it expands itself, and no secret in its configuration', () => {
    expect(runner.token).toBe('$RUNNER_TOKEN');
    expect(env.RUNNER_TOKEN).toBe('gitlab-runner-token/token');
    // Flux's own substitution would take braces for its own.
    expect(toml).not.toContain('${');
    expect(toml).not.toMatch(/AccessKey|SecretKey/);
  });

  test('finds the keys of its cache as AWS’s tools do: CACHE_S3_* are read by `register` alone', () => {
    expect(env).toMatchObject({
      AWS_ACCESS_KEY_ID: 'gitlab-runner-bucket-ci/access',
      AWS_SECRET_ACCESS_KEY: 'gitlab-runner-bucket-ci/secret',
      AWS_EC2_METADATA_DISABLED: 'true',
    });
    expect(Object.keys(env).filter((name) => name.startsWith('CACHE_S3'))).toEqual([]);
    expect(runner.cache).toEqual({
      Type: 's3',
      Path: 'cache',
      Shared: true,
      s3: {
        ServerAddress: 's3.gra.io.cloud.ovh.net',
        BucketName: 'harbour-ci',
        BucketLocation: 'gra',
        AuthenticationType: 'iam',
      },
    });
  });

  test('keeps one system id for ever, in a folder that it may write to', () => {
    expect(config['config_.runner_system_id']).toMatch(/^[sr]_[0-9a-zA-Z]{12}$/);
    expect(runnerWith({ phase: 2 }).manifests.one('ConfigMap', 'gitlab-runner-config').data).toEqual(config);
    const { command } = factory.container('gitlab-runner');
    // `install` replaces what a restarted container finds there; `cp` would fail on a file that is read-only.
    expect(command[2]).toMatch(
      /^install -m 600 \/config\/config\.toml \/config\/\.runner_system_id \/etc\/gitlab-runner\//,
    );
    expect(factory.mounts('gitlab-runner')['/etc/gitlab-runner']).toBe('scratch-etc-gitlab-runner');
    expect(env.CONFIG_FILE).toBe('/etc/gitlab-runner/config.toml');
  });

  test('never runs twice, since two would bear that id', () => {
    expect(factory.names('StatefulSet')).toContain('gitlab-runner');
    expect(factory.names('Deployment')).not.toContain('gitlab-runner');
  });

  test('is not root, and its home can be written to', () => {
    const { securityContext } = factory.container('gitlab-runner');
    expect(securityContext).toMatchObject({ runAsUser: 100, runAsNonRoot: true, readOnlyRootFilesystem: true });
    expect(env.HOME).toBe('/tmp');
  });

  test('lets running jobs end before it does', () => {
    expect(factory.pod('gitlab-runner').terminationGracePeriodSeconds).toBeGreaterThanOrEqual(600);
  });

  test('shows its metrics on the port that it listens on', () => {
    expect(settings.listen_address).toBe(':9252');
    expect(factory.container('gitlab-runner').ports).toEqual([{ name: 'metrics', containerPort: 9252 }]);
  });

  test('reaches the forge and the Kubernetes API, and nothing else', () => {
    expect(reached('gitlab-runner')).toEqual(['kubernetes-api', 'internet-https']);
  });

  test('is connected to gitlab.com, or to the forge of our own through Traefik', () => {
    expect(runner.url).toBe('https://gitlab.com');
    const own = runnerWith({ phase: 3, forge: 'self-hosted' });
    expect(own.manifests.one('ConfigMap', 'gitlab-runner-config').data['config_config.toml']).toContain(
      'url = "https://git.harbour.example"',
    );
    expect(own.inventory.edges.filter(({ from }) => from.name === 'builds').map(({ to }) => to.name)).toContain(
      'traefik',
    );
  });

  test('is sealed in phase 3 too: nothing of dev reaches Vault', () => {
    expect(new Set(inventory.secrets.map(({ backend }) => backend))).toEqual(new Set(['sealed']));
    expect(JSON.stringify(factory.all)).not.toContain('vault.hashicorp.com');
  });
});

describe('the runner’s rights', () => {
  const rules: Fields[] = jobs.one('Role').rules;
  const verbs = (resource: string) => rules.find(({ resources }) => resources.includes(resource))?.verbs;

  test('hold in the namespace of the builds alone', () => {
    expect(jobs.one('RoleBinding').subjects).toEqual([
      { kind: 'ServiceAccount', name: 'gitlab-runner', namespace: 'devops-factory' },
    ]);
    expect(factory.of('Role')).toEqual([]);
    expect(JSON.stringify(manifests.of('ClusterRoleBinding'))).not.toContain('gitlab-runner');
  });

  test('are what the executor needs', () => {
    expect(verbs('pods')).toEqual(['create', 'delete', 'get', 'list', 'watch']);
    expect(verbs('pods/attach')).toEqual(['create', 'delete', 'get', 'patch']);
    expect(verbs('pods/exec')).toEqual(['create', 'delete', 'get', 'patch']);
    expect(verbs('pods/log')).toEqual(['get', 'list']);
    expect(verbs('secrets')).toEqual(['create', 'delete', 'get', 'update']);
    expect(verbs('serviceaccounts')).toEqual(['get']);
    expect(verbs('services')).toEqual(['create', 'get']);
  });

  test('are no wildcard, and nothing of features that are off', () => {
    expect(JSON.stringify(rules)).not.toContain('*');
    for (const resource of ['namespaces', 'configmaps', 'deployments', 'persistentvolumeclaims', 'roles']) {
      expect(verbs(resource)).toBeUndefined();
    }
    expect(verbs('secrets')).not.toContain('list');
  });
});

describe('code of strangers', () => {
  const [patch] = pod.pod_spec;
  const [first] = JSON.parse(patch.patch).initContainers;

  test('starts when what must refuse it has refused: the kubelet that started it, and the API server', () => {
    expect(runner.feature_flags).toEqual({ FF_USE_ADVANCED_POD_SPEC_CONFIGURATION: true });
    expect(runner.environment).toBeUndefined();
    expect(patch.patch_type).toBe('strategic');
    expect(first.command[2]).toMatch(/answers 10\.77\.0\.2 10250 .*answers 10\.77\.0\.1 6443 /);
    expect(first.securityContext).toMatchObject({ runAsNonRoot: true, capabilities: { drop: ['ALL'] } });
  });

  test('is no pod at all without that, whatever a job tells the runner', () => {
    const { spec } = manifests.one('ValidatingAdmissionPolicy');
    expect(spec.failurePolicy).toBe('Fail');
    expect(spec.matchConstraints.namespaceSelector.matchLabels).toEqual({ 'kubernetes.io/metadata.name': 'ci-jobs' });
    const [{ expression }] = spec.validations;
    expect(expression).toContain(`c.image == '${first.image}'`);
    expect(expression).toContain(JSON.stringify(first.command));
    expect(manifests.one('ValidatingAdmissionPolicyBinding').spec.validationActions).toEqual(['Deny']);
  });

  test.each([
    ['is refused twice by both', ['dns', 'dns'], 0],
    ['is let through by one of them for a while', ['kubelet dns', 'api dns', 'dns', 'dns'], 0],
    ['is refused once and let through again', ['dns', 'kubelet dns', 'dns', 'dns'], 0],
    ['is always let through', Array(60).fill('kubelet api dns'), 1],
    ['reaches no name server either, as with an `nc` that cannot dial', Array(60).fill(''), 1],
  ])('waits as it should when it %s', (_, rounds, status) => {
    expect(waited(first.command[2], rounds)).toEqual({ status, rounds: rounds.length });
  });
});

/** Runs the script with an `nc` that reaches, round after round, whom that round names; a round ends with a sleep. */
function waited(script: string, rounds: readonly string[]) {
  const folder = mkdtempSync(join(tmpdir(), 'uyoop-'));
  const program = (name: string, lines: string) =>
    writeFileSync(join(folder, name), `#!/bin/sh\n${lines}\n`, { mode: 0o755 });
  writeFileSync(join(folder, 'rounds'), `${rounds.join('\n')}\n`);
  writeFileSync(join(folder, 'slept'), '');
  program(
    'nc',
    'case $5 in 10250) who=kubelet ;; 6443) who=api ;; 53) who=dns ;; esac\n' +
      'sed -n "$(($(wc -l < slept) + 1))p" rounds | grep -q "$who"',
  );
  program('sleep', 'echo >> slept');
  const env = { PATH: `${folder}:${process.env['PATH']}` };
  const { status } = spawnSync('/bin/sh', ['-c', script], { cwd: folder, env });
  const slept = readFileSync(join(folder, 'slept'), 'utf8').length;
  rmSync(folder, { recursive: true });
  return { status, rounds: status === 0 ? slept + 1 : slept };
}

describe('build pods', () => {
  test('bear the labels that their policies select, on the machine that is claimed', () => {
    const claimed = inventory.foreignPods.find(({ name }) => name === 'builds');
    expect(pod).toMatchObject({
      namespace: 'ci-jobs',
      node_selector: { 'kubernetes.io/hostname': 'loft' },
      node_tolerations: { 'uyoop.fr/tier=dev': 'NoSchedule' },
      priority_class_name: 'lab',
    });
    expect(pod.pod_labels).toEqual(claimed?.pods.labels);
  });

  test('cannot be given other labels, namespaces, accounts or sizes by a job', () => {
    expect(toml).not.toMatch(/overwrite/);
  });

  test('see no token of the API, and their account has no right', () => {
    expect(pod).toMatchObject({ automount_service_account_token: false, service_account: 'builds' });
    expect(jobs.one('ServiceAccount', 'builds').automountServiceAccountToken).toBe(false);
    expect(JSON.stringify(manifests.of('RoleBinding'))).not.toContain('"name":"builds"');
  });

  test('may be root in their image, and win nothing by it', () => {
    expect(pod).toMatchObject({
      privileged: false,
      allow_privilege_escalation: false,
      cap_drop: ['ALL'],
      pod_security_context: { seccomp_profile: { type: 'RuntimeDefault' } },
    });
    expect(manifests.one('Namespace', 'ci-jobs').metadata.labels?.['pod-security.kubernetes.io/enforce']).toBe(
      'baseline',
    );
    const exception = inventory.exceptions.find(({ node }) => node.path === 'ci-jobs/builds/root-images');
    expect(exception?.reason).toMatch(/expect root/);
  });

  test('reach the web, and SonarQube as the web does, through Traefik', () => {
    expect(reached('builds')).toEqual(['internet-http', 'internet-https', 'traefik']);
    const [rule] = jobs.one('NetworkPolicy', 'builds-to-internet-https').spec.egress;
    expect(rule.ports).toEqual([{ port: 443, protocol: 'TCP' }]);
    // Metadata address, mesh, pods, services and Docker lie in what is left out.
    expect(rule.to).toEqual([{ ipBlock: { cidr: '0.0.0.0/0', except: privateRanges } }]);
    expect(privateRanges).toEqual(expect.arrayContaining(['10.0.0.0/8', '169.254.0.0/16', '172.16.0.0/12']));
    const doors = jobs.one('NetworkPolicy', 'builds-to-traefik').spec.egress.flatMap(({ ports }: Fields) => ports);
    expect(doors.map(({ port }: Fields) => port)).toEqual([443, 8443, 443]);
    expect(jobs.one('NetworkPolicy', 'default-deny').spec.policyTypes).toEqual(['Ingress', 'Egress']);
  });

  test('may apt-get: images of Debian and Ubuntu fetch their packages on port 80, and nothing private answers there', () => {
    const [rule, ...more] = jobs.one('NetworkPolicy', 'builds-to-internet-http').spec.egress;
    expect(rule).toEqual({
      to: [{ ipBlock: { cidr: '0.0.0.0/0', except: privateRanges } }],
      ports: [{ port: 80, protocol: 'TCP' }],
    });
    expect(more).toEqual([]);
  });

  test('alone may leave on port 80: no service of ours asks for anything there', () => {
    const plain = inventory.edges.filter(({ to }) => to.name === 'internet-http').map(({ from }) => from.name);
    expect(plain).toEqual(['builds']);
  });

  test('are let in by nobody: no policy here has an ingress rule', () => {
    expect(jobs.of('NetworkPolicy').filter(({ spec }) => spec.ingress?.length > 0)).toEqual([]);
  });

  test('claim what their containers may use, times how many run at once, and the quota is that', () => {
    const limits = ['memory_limit', 'helper_memory_limit', 'service_memory_limit'].map((name) =>
      Number.parseFloat(pod[name]),
    );
    const one = limits.reduce((total, limit) => total + limit, 0);
    const claim = inventory.claims.find(({ node }) => node.path === 'ci-jobs/builds/pods/claim');
    expect(settings.concurrent).toBe(2);
    expect([claim?.resources.memoryLimit, claim?.replicas]).toEqual([`${one}Mi`, 2]);
    expect(jobs.one('ResourceQuota').spec.hard).toMatchObject({ 'limits.memory': `${2 * one}Mi`, pods: '2' });
    expect(pod.retry_limits).toEqual({ 'exceeded quota': 60 });
  });

  test('have a ceiling on what they write, and the runner’s own small containers get a share by default', () => {
    for (const prefix of ['', 'helper_', 'service_']) expect(pod[`${prefix}ephemeral_storage_limit`]).toMatch(/Gi$/);
    expect(jobs.one('LimitRange').spec.limits[0].default).toEqual({ memory: '256Mi' });
  });
});
