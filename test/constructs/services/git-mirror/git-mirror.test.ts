import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { GitMirror } from '../../../../constructs/services/git-mirror/git-mirror.ts';
import type { Phase } from '../../../../platform/types.ts';
import { alone } from '../../../support/composed.ts';

const gitMirror = (phase: Phase, ...projects: readonly string[]) =>
  alone('prod-mirror', 'prod', (chart) => new GitMirror(chart, 'git-mirror', { projects }), { phase });
const { manifests, inventory } = gitMirror(1, 'model');
const mirror = manifests.in('prod-mirror');
const files = mirror.one('ConfigMap', 'git-mirror-sync-config').data;
const env = mirror.env('git-mirror-sync');
const name = 'git-mirror-sync';

describe('the mirror', () => {
  test('is there from phase 1 on, on CORE-PROD, by the clock and never twice at once', () => {
    expect(mirror.one('CronJob', name).spec).toMatchObject({ schedule: '42 * * * *', concurrencyPolicy: 'Forbid' });
    expect(mirror.pod(name).nodeSelector).toEqual({ 'kubernetes.io/hostname': 'quay' });
    expect(mirror.container(name).resources.limits.memory).toBe('256Mi');
  });

  test('is saved every day', () => {
    expect(inventory.backups.find(({ volume }) => volume === 'git-mirror-repositories')?.backup).toBe('daily');
  });

  test('reaches the forge and nothing else', () => {
    expect(inventory.edges.filter(({ from }) => from.name === name).map(({ to }) => to.name)).toEqual([
      'internet-https',
    ]);
  });

  test('is not root, and its root is read-only', () => {
    expect(mirror.container(name).securityContext).toMatchObject({
      runAsUser: 1000,
      runAsNonRoot: true,
      readOnlyRootFilesystem: true,
    });
    expect(manifests.one('Namespace', 'prod-mirror').metadata.labels?.['pod-security.kubernetes.io/enforce']).toBe(
      'restricted',
    );
  });

  test('reads the projects that the platform names, below the owner’s group', () => {
    expect(files.scripts_repositories).toBe('https://gitlab.com/harbour/model.git\n');
    const more = gitMirror(1, 'a', 'site/b').manifests.in('prod-mirror');
    expect(more.one('ConfigMap', 'git-mirror-sync-config').data.scripts_repositories).toBe(
      'https://gitlab.com/harbour/a.git\nhttps://gitlab.com/harbour/site/b.git\n',
    );
  });

  test('has its token in a file that Git asks for, in no argument, address or variable', () => {
    expect(env).toMatchObject({
      TOKEN_FILE: '/secrets/git-mirror-forge.token',
      GIT_ASKPASS: '/scripts/askpass.sh',
      GIT_TERMINAL_PROMPT: '0',
    });
    expect(files['scripts_mirror.sh']).not.toMatch(/TOKEN|cat |@/);
    expect(files.scripts_repositories).not.toContain('@');
    expect(mirror.podVolume(name, 'config').configMap.defaultMode).toBe(0o555);
  });

  test('repacks within its memory: what Git may keep at once is below the limit', () => {
    const size = (key: string) => Number(new RegExp(`${key} = (\\d+)m`).exec(files.scripts_gitconfig)?.[1]);
    const sum = ['windowMemory', 'deltaCacheSize', 'packedGitLimit'].reduce((total, key) => total + size(key), 0);
    expect(sum).toBeLessThanOrEqual(192);
  });

  test('reads it at the same path from Vault', () => {
    const later = gitMirror(3, 'model').manifests.in('prod-mirror');
    expect(later.env(name).TOKEN_FILE).toBe(env.TOKEN_FILE);
    expect(later.container(name).command).toEqual(mirror.container(name).command);
  });
});

/** The scripts on a disk of their own, with a forge of two bare repositories under `https://forge.test/`. */
function workbench() {
  const root = mkdtempSync(join(tmpdir(), 'mirror-'));
  const forge = join(root, 'forge');
  const git = (folder: string, ...args: string[]) =>
    execFileSync('git', ['-C', folder, '-c', 'user.name=t', '-c', 'user.email=t@t', ...args], { stdio: 'pipe' });
  for (const project of ['one', 'two']) {
    mkdirSync(join(forge, 'group', `${project}.git`), { recursive: true });
    git(join(forge, 'group', `${project}.git`), 'init', '--quiet', '--initial-branch=main', '.');
    git(join(forge, 'group', `${project}.git`), 'commit', '--quiet', '--allow-empty', '--message=first');
  }
  writeFileSync(join(root, 'mirror.sh'), files['scripts_mirror.sh']);
  writeFileSync(
    join(root, 'gitconfig'),
    `${files.scripts_gitconfig}[url "${forge}/"]\n  insteadOf = https://forge.test/\n`,
  );
  const run = (...projects: string[]) => {
    writeFileSync(join(root, 'list'), projects.map((project) => `https://forge.test/group/${project}.git\n`).join(''));
    return spawnSync('sh', [join(root, 'mirror.sh')], {
      encoding: 'utf8',
      env: {
        PATH: process.env.PATH,
        HOME: root,
        MIRRORS: join(root, 'mirrors'),
        REPOSITORIES: join(root, 'list'),
        GIT_CONFIG_GLOBAL: join(root, 'gitconfig'),
        GIT_CONFIG_NOSYSTEM: '1',
      },
    });
  };
  const copy = (project: string) => join(root, 'mirrors', 'group', `${project}.git`);
  const refs = (project: string) =>
    git(copy(project), 'for-each-ref', '--format=%(refname)').toString().trim().split('\n');
  return { root, forge, git, run, copy, refs };
}

describe('the mirror’s script', () => {
  test('clones bare what is new, and follows what is made and what is deleted', () => {
    const { forge, git, run, copy, refs } = workbench();
    const source = join(forge, 'group', 'one.git');
    git(source, 'branch', 'passing');
    expect(run('one').status).toBe(0);
    expect(refs('one')).toEqual(['refs/heads/main', 'refs/heads/passing']);
    expect(existsSync(join(copy('one'), 'HEAD'))).toBe(true);
    git(source, 'branch', '-D', 'passing');
    git(source, 'tag', 'v1');
    expect(run('one').status).toBe(0);
    expect(refs('one')).toEqual(['refs/heads/main', 'refs/tags/v1']);
  });

  test('goes on behind a repository that fails, and ends by naming it', () => {
    const { run, refs } = workbench();
    const { status, stdout, stderr } = run('gone', 'one', 'two');
    expect(status).toBe(1);
    expect(stdout).toContain('mirrored https://forge.test/group/two.git');
    expect(stderr.trim().split('\n').at(-1)).toBe('not mirrored: https://forge.test/group/gone.git');
    expect(refs('one')).toEqual(['refs/heads/main']);
  });

  test('leaves the hour of a run that mirrored everything, by which its backup is judged', () => {
    const { root, run } = workbench();
    const stamp = join(root, 'mirrors/.mirrored');
    expect(inventory.backups).toContainEqual(expect.objectContaining({ freshFile: '.mirrored' }));
    run('gone', 'one');
    expect(existsSync(stamp)).toBe(false);
    run('one');
    expect(existsSync(stamp)).toBe(true);
  });

  test('keeps a mirror whose source is gone', () => {
    const { forge, run, refs } = workbench();
    run('one');
    execFileSync('rm', ['-rf', join(forge, 'group', 'one.git')]);
    expect(run('one').status).toBe(1);
    expect(refs('one')).toEqual(['refs/heads/main']);
  });

  test('takes a clone that was cut off for none', () => {
    const { run, copy, refs } = workbench();
    mkdirSync(`${copy('one')}.partial/objects`, { recursive: true });
    expect(run('one').status).toBe(0);
    expect(refs('one')).toEqual(['refs/heads/main']);
    expect(existsSync(`${copy('one')}.partial`)).toBe(false);
  });

  test('answers Git with a name and with what the file holds', () => {
    const { root } = workbench();
    const script = join(root, 'askpass.sh');
    writeFileSync(script, files['scripts_askpass.sh']);
    chmodSync(script, 0o755);
    writeFileSync(join(root, 'token'), 'the-token');
    const ask = (question: string) =>
      execFileSync(script, [question], { encoding: 'utf8', env: { ...process.env, TOKEN_FILE: join(root, 'token') } });
    expect(ask("Username for 'https://gitlab.com': ").trim()).toBe('mirror');
    expect(ask("Password for 'https://mirror@gitlab.com': ")).toBe('the-token');
    expect(readFileSync(script, 'utf8')).not.toContain('the-token');
  });
});
