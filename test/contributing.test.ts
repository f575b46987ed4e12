import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { run, scratchCopy, tree } from './synth/command/command-line.ts';

it('adds the wiki of CONTRIBUTING.md with one construct file, one chart line and its sealed password', () => {
  const root = scratchCopy();
  const before = tree(join(root, 'dist'));
  const guide = readFileSync(join(root, 'CONTRIBUTING.md'), 'utf8');
  const code = /```ts\n(?<code>[\s\S]*?)```/.exec(guide)?.groups?.code ?? '';
  writeFileSync(join(root, 'constructs/services/wiki.ts'), code.replaceAll(/^ {3}/gm, ''));
  const chart = join(root, 'charts/prod-web.ts');
  const lines = readFileSync(chart, 'utf8').replace(
    / {2}\}\n\}\n$/,
    "    new Wiki(this, 'wiki', { host: 'wiki.uyoop.fr' });\n  }\n}\n",
  );
  writeFileSync(chart, `import { Wiki } from '../constructs/services/wiki.ts';\n${lines}`);

  expect(run(['synth'], { root }).stderr).toContain('a secret that nobody sealed');
  const { certificate } = JSON.parse(run(['secrets', '--json'], { root }).stdout);
  const seal = certificate.placeholder ? ['seal', '--placeholder'] : ['seal'];
  expect(run(['secrets', ...seal], { root })).toMatchObject({ status: 0, stderr: '' });
  expect(run(['synth'], { root })).toMatchObject({ status: 0, stderr: '' });

  const after = tree(join(root, 'dist'));
  const touched = Object.keys(after).filter((path) => after[path] !== before[path]);
  expect(touched.filter((path) => path.startsWith('kubernetes/'))).toEqual([
    // The quota of the namespace is the sum of its claims.
    'kubernetes/configuration/prod-web/namespace.yaml',
    // What fires when it is missing, unreachable, full or not saved.
    'kubernetes/services/monitoring/prometheus.yaml',
    'kubernetes/services/prod-web/wiki.yaml',
    'kubernetes/services/security/authelia.yaml',
    // The wiki's password goes into Vault's store like every other.
    'kubernetes/services/security/vault-feed.yaml',
  ]);
  const wiki = after['kubernetes/services/prod-web/wiki.yaml'] ?? '';
  for (const kind of [
    'Deployment',
    'StatefulSet',
    'PersistentVolumeClaim',
    'IngressRoute',
    'Certificate',
    'SealedSecret',
  ]) {
    expect(wiki).toContain(`kind: ${kind}\n`);
  }
});
