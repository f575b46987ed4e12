import { type Kind, open, right, wrong } from './kind.ts';

/** Put together here: what looks like a password in a URL is one to whoever searches a repository for them. */
export const withPassword = (rest: string, user = 'user'): string => `https://${[user, 'word'].join(':')}@${rest}`;

export const gitlabIds: Kind<string> = {
  name: 'GitLab id',
  cases: [
    ...right('1', '12345678'),
    ...wrong('no number of GitLab', '', 'abc', '-1', '1.5', ' 1', '1\n', 'example/x', '1e3', 'undefined'),
    ...open('0', '00000000', '007'),
  ],
};

export const repositories: Kind<string> = {
  name: 'repository',
  cases: [
    ...right('https://gitlab.com/example/uyoop-platform.git', 'https://git.example.org/a/b.git'),
    ...wrong(
      'no HTTPS address of a repository',
      '',
      'https://',
      'http://gitlab.com/example/x.git',
      'git@gitlab.com:example/x.git',
      'ssh://git@gitlab.com/x.git',
      'https://gitlab.com',
      'https://gitlab.com/',
      'https://git lab.com/a/b.git',
      'https://gitlab.com/a b/c.git',
      'https://gitlab.com/a/b.git\n',
      'https://gitlab.com/a/b.git?x',
      'https://gitlab.com/a/b.git#x',
      'undefined',
    ),
    ...wrong(
      'a password in Git',
      withPassword('gitlab.com/example/x.git'),
      withPassword('gitlab.com/a/b.git', 'oauth2'),
    ),
    ...open(
      'https://gitlab.com/example/uyoop-platform',
      'https://gitlab.com/example/uyoop-platform.git/',
      'https://GITLAB.com/a/b.git',
    ),
  ],
};

export const branches: Kind<string> = {
  name: 'branch',
  cases: [
    ...right('main', 'release/1.0', 'feature-x_y'),
    ...wrong(
      'git takes no such name',
      '',
      ' ',
      'a b',
      '-x',
      'a..b',
      'a~b',
      'a^b',
      'a:b',
      'a?b',
      'a*b',
      'a[b',
      '/a',
      'a/',
      'a//b',
      'a.lock',
      '@{x',
      'a\nb',
      '.a',
      'a.',
      '@',
    ),
    ...open('HEAD', 'refs/heads/main', 'é'),
  ],
};

export const groups: Kind<string> = {
  name: 'GitLab group',
  cases: [
    ...right('uyoop', 'uyoop/platform', 'a-b_c.d'),
    ...wrong(
      'no path of a group',
      '',
      ' ',
      '/a',
      'a/',
      'a b',
      'a&b',
      'a//b',
      '-a',
      'a/../b',
      'https://gitlab.com/a',
      'a\nb',
      '$(id)',
      'undefined ',
    ),
  ],
};

export const projects: Kind<string> = {
  name: 'project',
  cases: [
    ...right('a', 'sub/a', 'a.b-c_d'),
    ...wrong(
      'no path of a project',
      '',
      ' ',
      'a b',
      '../x',
      '/a',
      'a/',
      '-x',
      'a;b',
      '$(id)',
      '`id`',
      "a'b",
      'a"b',
      'a\nb',
      'a//b',
      '--upload-pack=x',
      '.',
      '..',
      'a.git/../b',
    ),
    ...open('a.git', 'A', 'é'),
  ],
};

export const accounts: Kind<string> = {
  name: 'GitHub account',
  cases: [
    ...right('uyoop', 'a-b'),
    ...wrong(
      'no account of GitHub',
      '',
      'a b',
      '-a',
      'a-',
      'a--b',
      'a_b',
      'a/b',
      'a'.repeat(40),
      'é',
      'a\n',
      'https://github.com/a',
      'undefined!',
    ),
  ],
};
