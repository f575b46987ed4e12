import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { k3sVersion } from '../../platform/read-versions.ts';
import { repository } from '../synth/command/command-line.ts';
import { type Job, Pipeline } from './pipeline.ts';

const read = (path: string) => readFileSync(join(repository, path), 'utf8');

const request = {
  CI_PIPELINE_SOURCE: 'merge_request_event',
  CI_PROJECT_ID: '1',
  CI_MERGE_REQUEST_SOURCE_PROJECT_ID: '1',
  CI_MERGE_REQUEST_SOURCE_BRANCH_NAME: 'wiki',
  CI_COMMIT_BRANCH: '',
};
const branch = { CI_COMMIT_BRANCH: 'main', CI_COMMIT_REF_PROTECTED: 'true' };
const events = {
  'a merge request': request,
  'a fork’s merge request': { ...request, CI_MERGE_REQUEST_SOURCE_PROJECT_ID: '2' },
  'a bot’s merge request': { ...request, CI_MERGE_REQUEST_SOURCE_BRANCH_NAME: 'renovate/ghost-6.x' },
  'the default branch': { ...branch, CI_PIPELINE_SOURCE: 'push' },
  'the default branch, whose pages are private': { ...branch, CI_PIPELINE_SOURCE: 'push', PRIVATE_PAGES: 'true' },
  'the default branch, unprotected': { ...branch, CI_PIPELINE_SOURCE: 'push', CI_COMMIT_REF_PROTECTED: 'false' },
  'the schedule': { ...branch, CI_PIPELINE_SOURCE: 'schedule' },
  'the schedule, with a runner on the mesh': { ...branch, CI_PIPELINE_SOURCE: 'schedule', MESH_RUNNER: 'yes' },
  'the schedule, unprotected': { ...branch, CI_PIPELINE_SOURCE: 'schedule', CI_COMMIT_REF_PROTECTED: 'false' },
} as const;

const checks = [
  ...['type check', 'lint', 'test', 'credentials', 'texts', 'alerts', 'apache', 'report', 'hosts', 'readers', 'edits'],
];
const plans = ['plan servers', 'plan object-storage', 'plan dns', 'plan forge'];
const weekly = [
  ...['all images', 'trivy of all', 'weekly'],
  ...['drift servers', 'drift object-storage', 'drift dns', 'drift forge', 'machine backups', 'rehearsal'],
];
const looks = ['changed images', 'trivy', 'locks'];

describe('the pipeline', () => {
  const pipeline = new Pipeline();
  const ran = Object.fromEntries(Object.entries(events).map(([name, event]) => [name, pipeline.jobs(event)]));
  const jobs = pipeline.expanded();
  const all = Object.entries(jobs);
  const withToken = all.filter(([, { environment }]) => environment).map(([name]) => name);

  it.each([
    ['a merge request', [...checks, 'synth', 'diff', 'note', ...looks, ...plans]],
    ['a fork’s merge request', [...checks, 'synth', 'diff', ...looks]],
    ['a bot’s merge request', [...checks, 'synth of a bot', 're-synth', 'diff', 'note', ...looks, ...plans]],
    [
      'the default branch',
      [
        ...[...checks, 'synth', 'sonarqube', 'locks', ...plans],
        ...['apply servers', 'apply object-storage', 'apply dns', 'apply forge', 'dns answers'],
      ],
    ],
    [
      'the default branch, whose pages are private',
      [
        ...[...checks, 'synth', 'sonarqube', 'locks', ...plans],
        ...['apply servers', 'apply object-storage', 'apply dns', 'apply forge', 'dns answers', 'pages'],
      ],
    ],
    ['the default branch, unprotected', [...checks, 'synth', 'locks']],
    ['the schedule', weekly],
    ['the schedule, with a runner on the mesh', [...weekly, 'drift cluster']],
    ['the schedule, unprotected', []],
  ])('runs for %s what belongs to it', (event, names) => expect(Object.keys(ran[event] ?? {})).toEqual(names));

  it('is valid by GitLab’s own schema', () => pipeline.validate());

  it('finds every job that another one needs, whatever runs', () => {
    for (const running of Object.values(ran).map((jobs) => Object.keys(jobs))) {
      const needs = running.flatMap((name) => jobs[name]?.needs ?? []).filter(({ optional }) => !optional);
      expect(needs.filter(({ job }) => !running.includes(job))).toEqual([]);
    }
  });

  it('changes the world at a person’s word alone', () => {
    const manual = Object.entries(ran['the default branch'] ?? {}).filter(([, when]) => when === 'manual');
    expect(manual.map(([name]) => name)).toEqual(all.map(([name]) => name).filter((name) => name.startsWith('apply ')));
    for (const event of Object.keys(events).filter((name) => !/^the default branch(, whose|$)/.test(name)))
      expect(Object.keys(ran[event] ?? {}).filter((name) => name.startsWith('apply '))).toEqual([]);
  });

  it('gives a token to no fork, no unprotected branch, and no job that runs foreign packages', () => {
    expect(withToken).toContain('note');
    for (const event of ['a fork’s merge request', 'the default branch, unprotected', 'the schedule, unprotected'])
      expect(Object.keys(ran[event] ?? {}).filter((name) => withToken.includes(name))).toEqual([]);
    for (const name of withToken)
      expect(commandsOf(jobs[name])).not.toContainEqual(expect.stringMatching(/install|npm/));
  });

  it('says in docs/pipeline.md which token each environment has, and names no other', () => {
    const scopes = [...read('docs/pipeline.md').matchAll(/^\| `[A-Za-z_, ]+` \| `([^`]+)` \|/gm)].map(
      ([, scope]) => scope,
    );
    const environments = all.flatMap(([, { environment }]) => environment?.name.replace('$STACK', '*') ?? []);
    expect(new Set(scopes)).toEqual(new Set(environments));
  });

  it('keeps no plan and no state as an artifact, and a plan’s text for developers', () => {
    for (const [, { artifacts }] of all)
      expect(artifacts?.paths ?? []).not.toContainEqual(expect.stringMatching(/tfplan|state|dist/));
    for (const name of plans) expect(jobs[name]?.artifacts).toMatchObject({ access: 'developer' });
  });

  it('runs files that are there, by the shell that their first line names', () => {
    expect(all.flatMap(([, job]) => commandsOf(job)).flatMap((command) => problemOf(command))).toEqual([]);
    expect(problemOf('bash .ci/unheard-of')).toEqual(['bash .ci/unheard-of: no such file']);
    expect(problemOf('sh .ci/run')).toEqual(['sh .ci/run: its first line is #!/usr/bin/env bash']);
    expect(problemOf('npm run unheard-of')).toEqual(['npm run unheard-of: no such script']);
    expect(problemOf('rm -rf /')).toEqual(['rm -rf /: not a file of ours']);
  });

  it('asks all that .ci/run and .ci/slow ask', () => {
    const asked = `${read('.ci/run')}${read('.ci/slow')}`.match(/^(npm|bash) .+$/gm) ?? [];
    const commands = all.flatMap(([, job]) => commandsOf(job));
    // `npm ci` is what .ci/install does, and `npm run synth` what .ci/synth-gate does.
    const parts = asked.filter((line) => !['npm ci', 'npm run --silent synth'].includes(line));
    expect(parts.length).toBeGreaterThan(9);
    expect(parts.filter((line) => !commands.includes(line))).toEqual([]);
  });

  it('knows every stack, and applies them in the order of the manifest', () => {
    const { stacks } = JSON.parse(read('dist/terraform/manifest.json'));
    const ours = Object.keys(stacks).filter((name) => name !== 'vault');
    for (const verb of ['plan', 'apply', 'drift']) {
      const named = all.filter(([name, { variables }]) => name === `${verb} ${variables?.['STACK']}`);
      expect(named.map(([, { variables }]) => variables?.['STACK'])).toEqual(ours);
    }
    for (const [at, name] of ours.entries()) {
      const before = ours.slice(0, at).map((one) => `apply ${one}`);
      const needs = jobs[`apply ${name}`]?.needs?.map(({ job }) => job);
      expect(needs).toEqual([`plan ${name}`, ...before]);
    }
  });

  it('is red for nobody on the first day: what is set up later is a warning until then', () => {
    const later = all.filter(([, { allow_failure }]) => typeof allow_failure === 'object').map(([name]) => name);
    // `note` and `re-synth` need a token as well: without one the first is content, and the second is a bot's, who has one.
    const withTokens = withToken.filter((name) => !/^(apply|note|re-synth)/.test(name));
    expect(new Set(later)).toEqual(new Set([...withTokens, 'locks']));
    for (const name of later) expect(jobs[name]?.allow_failure).toEqual({ exit_codes: [78] });
  });

  it('asks the cluster by the kubectl that its K3s brings', () =>
    expect(jobs['drift cluster']?.image).toMatchObject({ name: `rancher/k3s:${k3sVersion.replace('+', '-')}` }));
});

describe('a pipeline that GitLab would refuse', () => {
  it.each([
    ['nothing to run', 'a:\n  stage: check\n', 'script'],
    ['a job that nobody knows', 'a:\n  stage: check\n  needs: [nobody]\n  script: [npm test]\n', 'nobody'],
    ['a key that does not exist', 'a:\n  stage: check\n  retry: 99\n  script: [npm test]\n', 'retry'],
    ['a stage that does not exist', 'a:\n  stage: nowhere\n  script: [npm test]\n', 'nowhere'],
  ])('is refused with %s', (_, text, word) => {
    const broken = new Pipeline(text);
    expect(() => broken.validate()).toThrow(word);
  });
});

const commandsOf = (job: Job | undefined) => [...(job?.before_script ?? []), ...(job?.script ?? [])];

/** What is wrong with a line of a script; nothing: it runs here as it runs there. */
function problemOf(command: string): string[] {
  const [program = '', first = '', ...rest] = command.split(' ');
  if (program === 'npm') {
    const name = [first, ...rest].filter((word) => word !== 'run' && !word.startsWith('-'))[0] ?? '';
    return name in JSON.parse(read('package.json')).scripts ? [] : [`${command}: no such script`];
  }
  if (!['bash', 'sh', 'node'].includes(program) || !first.startsWith('.ci/')) return [`${command}: not a file of ours`];
  if (!existsSync(join(repository, first))) return [`${command}: no such file`];
  const line = read(first).split('\n')[0] ?? '';
  const shells = { bash: '#!/usr/bin/env bash', sh: '#!/bin/sh' };
  if (program === 'node' || line === shells[program as 'bash' | 'sh']) return [];
  return [`${command}: its first line is ${line}`];
}
