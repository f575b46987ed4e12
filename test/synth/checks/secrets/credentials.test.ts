import { expect, it } from 'vitest';
import check from '../../../../synth/checks/secrets/credentials.ts';
import { keepsTrying } from '../releases.ts';
import { object, Scratch, scratch } from '../scratch.ts';
import { letters, twin } from '../twin.ts';

const { refuses, takes } = twin(check);

// Put together here, so that no scanner takes this file for a leak.
const pem = ['-----BEGIN RSA PRIVATE', 'KEY-----'].join(' ');
const gitlab = ['glpat', 'abcdefghij0123456789'].join('-');

const leak = (props: ConstructorParameters<typeof Scratch>[2]) => () =>
  scratch({ add: ({ dev }) => new Scratch(dev, 'leak', props) });
const seen = (what: string) =>
  `something that looks like a credential stands in the clear, got ${what} (not repeated here)`;

refuses('a variable', leak({ env: { WIKI_PASSWORD: 'hunter2' } }), seen("a value for 'WIKI_PASSWORD'"));
refuses('a token in any variable', leak({ env: { COLOUR: gitlab } }), seen("a GitLab token under 'value'"));
refuses(
  'a token under a name that tells, in one letter',
  leak({ env: { LAB_TOKEN: gitlab } }),
  "got a value for 'LAB_TOKEN' (not repeated here); a GitLab token under 'value' (not repeated here)",
);
refuses('a flag', leak({ args: ['--db-password=hunter2'] }), seen("a value for 'db-password'"));
refuses(
  'a key in a file',
  leak({ files: { '/etc/key.pem': `${pem}\nabc\n` } }),
  seen("a private key in PEM under 'etc_key.pem'"),
);
refuses(
  'a line of a file',
  leak({ files: { '/etc/wiki.yml': 'database:\n  password: "hunter2"\n' } }),
  seen("a value for 'password'"),
);
refuses(
  'a login in a URL',
  leak({ env: { DATABASE: 'postgres://wiki:hunter2@db/wiki' } }),
  seen("a password in a URL under 'value'"),
);

refuses(
  'one in a stack',
  () =>
    scratch({
      stacks: (stacks) => [...stacks, { name: 'forge', json: { provider: {}, locals: { api_token: 'hunter2' } } }],
    }),
  `terraform/stacks/forge/cdk.tf.json: ${seen("a value for 'locals.api_token'")}`,
);

const charted = (values: object) => () =>
  scratch({
    add: ({ operators }) =>
      object(operators, {
        apiVersion: 'helm.toolkit.fluxcd.io/v2',
        kind: 'HelmRelease',
        metadata: { name: 'chart', namespace: 'cert-manager' },
        spec: {
          interval: '1h',
          ...keepsTrying,
          chart: { spec: { chart: 'a', version: '1.2.3', sourceRef: { kind: 'HelmRepository', name: 'a' } } },
          values,
        },
      }),
  });

refuses("one in a chart's values", charted({ admin: { password: 'hunter2' } }), seen("a value for 'admin.password'"));
takes(
  'names of Secrets and of keys in them',
  charted({ admin: { existingSecret: 'grafana-admin', passwordKey: 'admin-password', secret: 'wiki-database' } }),
);

it('what is found is never repeated', () => {
  expect(letters(leak({ env: { WIKI_PASSWORD: 'hunter2' } })()).join()).not.toContain('hunter2');
});
