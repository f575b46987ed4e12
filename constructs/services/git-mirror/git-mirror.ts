import type { Construct } from 'constructs';
import { images } from '../../../platform/versions.ts';
import { fileOf, forgeOf, given, Service, type ServiceProps } from '../../index.ts';
import askpass from './askpass.sh';
import gitConfig from './mirror.gitconfig';
import mirrorScript from './mirror.sh';

export interface GitMirrorProps extends ServiceProps {
  /** Projects of the owner's group, by their path in it. */
  readonly projects: readonly string[];
}

/**
 * Bare mirrors of our repositories on our own disk, so that we can leave the forge on any day. What is deleted or rewritten
 * over there is deleted here too; the backups remember it.
 *
 * @see https://git-scm.com/docs/git-clone#Documentation/git-clone.txt---mirror
 */
export class GitMirror extends Service {
  override readonly system = 'Mirror to CORE-PROD';

  constructor(scope: Construct, id: string, { projects, ...props }: GitMirrorProps) {
    super(scope, id, props);
    const forge = forgeOf(this.platform);
    const repositories = this.volume('repositories', { size: '10Gi', backup: 'daily', freshFile: '.mirrored' });
    const { token } = this.secret('forge', {
      token: given('access token of our group on the forge with read_repository, and no more'),
    });
    this.scheduled('sync', {
      image: images.git,
      schedule: '42 * * * *',
      command: ['/bin/sh', '/scripts/mirror.sh'],
      user: 1000,
      env: { ...where, TOKEN_FILE: fileOf(token), ...git },
      files: { ...scripts, '/scripts/repositories': projects.map((path) => `${forge.group}/${path}.git\n`).join('') },
      volumes: { '/mirrors': repositories },
      resources: { cpu: '50m', memory: '96Mi', memoryLimit: '256Mi' },
      reaches: forge.endpoints,
    });
  }
}

const where = { HOME: '/tmp', MIRRORS: '/mirrors', REPOSITORIES: '/scripts/repositories' } as const;

const git = {
  GIT_ASKPASS: '/scripts/askpass.sh',
  GIT_CONFIG_GLOBAL: '/scripts/gitconfig',
  GIT_TERMINAL_PROMPT: '0',
} as const;

const scripts = {
  '/scripts/mirror.sh': mirrorScript,
  '/scripts/askpass.sh': askpass,
  '/scripts/gitconfig': gitConfig,
} as const;
