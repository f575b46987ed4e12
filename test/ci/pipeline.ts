import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { repository, temporary } from '../synth/command/command-line.ts';

/** What GitLab says about a pipeline; what it is silent about is what a local reader cannot know. */
export type Event = Readonly<Record<string, string>>;

export interface Job {
  readonly allow_failure?: unknown;
  readonly stage: string;
  readonly image: string | { readonly name: string };
  readonly script: readonly string[];
  readonly before_script?: readonly string[];
  readonly environment?: { readonly name: string; readonly action?: string };
  readonly variables?: Readonly<Record<string, string>>;
  readonly needs?: readonly { readonly job: string; readonly optional: boolean }[];
  readonly artifacts?: { readonly paths?: readonly string[]; readonly access?: string };
}

/** Reading the schema takes two seconds, and says the same each time. */
const unvalidated = '--json-schema-validation=false';

const git = (folder: string, ...words: string[]) =>
  execFileSync('git', ['-C', folder, '-c', 'user.name=test', '-c', 'user.email=test@example.invalid', ...words], {
    encoding: 'utf8',
  });

/** The pipeline in a repository of its own, read by gitlab-ci-local: it knows GitLab's schema, its rules and its includes. */
export class Pipeline {
  readonly root = temporary();

  constructor(more = '') {
    for (const name of ['.gitlab-ci.yml', '.gitlab'])
      cpSync(join(repository, name), join(this.root, name), { recursive: true });
    if (more) writeFileSync(join(this.root, '.gitlab/ci/quality.yml'), more);
    git(this.root, 'init', '--quiet', '--initial-branch', 'main');
    git(this.root, 'remote', 'add', 'origin', 'https://gitlab.com/uyoop/uyoop.git');
    git(this.root, 'add', '--all');
    git(this.root, 'commit', '--quiet', '--message', 'the pipeline');
    git(this.root, 'update-ref', 'refs/remotes/origin/main', 'HEAD');
    git(this.root, 'symbolic-ref', 'refs/remotes/origin/HEAD', 'refs/remotes/origin/main');
  }

  /** Throws what GitLab would say against it. */
  validate(): void {
    const { stdout, stderr, status } = this.read(['--list-json'], {});
    if (status !== 0) throw new Error(stderr + stdout);
    if (!stderr.includes('json schema validated')) throw new Error(`nothing was validated: ${stderr}`);
  }

  /** What runs when this happens, by job: `on_success`, `always` or `manual`. */
  jobs(event: Event): Readonly<Record<string, string>> {
    const { stdout, stderr, status } = this.read(['--list-json', unvalidated], event);
    if (status !== 0) throw new Error(stderr + stdout);
    const all: readonly { readonly name: string; readonly when: string }[] = JSON.parse(stdout);
    return Object.fromEntries(all.filter(({ when }) => when !== 'never').map(({ name, when }) => [name, when]));
  }

  /** Every job with what it inherits. */
  expanded(): Readonly<Record<string, Job>> {
    const { stdout, stderr, status } = this.read(['--preview', unvalidated], {});
    if (status !== 0) throw new Error(stderr + stdout);
    const { stages: _, workflow: __, default: ___, variables: ____, ...jobs } = parse(stdout);
    return Object.fromEntries(Object.entries<Job>(jobs).filter(([name]) => !name.startsWith('.')));
  }

  read(words: readonly string[], event: Event) {
    const variables = Object.entries(event).flatMap(([name, value]) => ['--variable', `${name}=${value}`]);
    const known = ['--ignore-predefined-vars', Object.keys(event).join(',') || 'NONE'];
    const program = join(repository, 'node_modules/gitlab-ci-local/dist/index.js');
    const { stdout, stderr, status } = spawnSync(
      process.execPath,
      [program, '--no-color', '--evaluate-rule-changes=false', ...words, ...known, ...variables],
      { cwd: this.root, encoding: 'utf8', env: { PATH: process.env.PATH, HOME: this.root } },
    );
    return { stdout, stderr, status };
  }
}
