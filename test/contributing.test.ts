import { join } from 'node:path';
import { expect, it } from 'vitest';
import { uyoop } from '../platform/uyoop.ts';
import { Copy } from './edits/copy.ts';
import { addWiki } from './edits/edits.ts';
import { tree } from './synth/command/command-line.ts';

it('adds the wiki of CONTRIBUTING.md with one construct file, one chart line and its sealed password', async () => {
  const copy = new Copy();
  const before = tree(join(copy.root, 'dist'));
  // By a name that no owner has given: the wiki may be there already.
  await addWiki(copy, 'scrapbook');
  expect(await copy.program('synth')).toMatchObject({ status: 0 });
  const after = tree(join(copy.root, 'dist'));
  copy.remove();

  const touched = Object.keys(after).filter((path) => after[path] !== before[path]);
  expect(touched.filter((path) => path.startsWith('kubernetes/'))).toEqual([
    // The quota of the namespace is the sum of its claims.
    'kubernetes/configuration/prod-web/namespace.yaml',
    // What fires when it is missing, unreachable, full or not saved.
    'kubernetes/services/monitoring/prometheus.yaml',
    'kubernetes/services/prod-web/scrapbook.yaml',
    'kubernetes/services/security/authelia.yaml',
    // Its password goes into Vault's store like every other.
    ...(uyoop.phase === 3 ? ['kubernetes/services/security/vault-feed.yaml'] : []),
  ]);
  const wiki = after['kubernetes/services/prod-web/scrapbook.yaml'] ?? '';
  const kinds = ['Deployment', 'StatefulSet', 'PersistentVolumeClaim', 'IngressRoute', 'Certificate'];
  for (const kind of [...kinds, ...(uyoop.phase > 1 ? ['SealedSecret'] : [])]) {
    expect(wiki).toContain(`kind: ${kind}\n`);
  }
});
