import { execFileSync } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { imports, sortedNames, withScratch, writeGenerated } from './files.mjs';
import { enumsAsUnions, patched } from './patches.mjs';

const cdk8s = join(imports, 'generate/node_modules/cdk8s-cli/bin/cdk8s');

export const crdGroups = () => sortedNames(join(imports, 'crds'));

/** The YAML documents of one group's folder, in file-name order. */
export async function crdDocuments(group) {
  const folder = join(imports, 'crds', group);
  const names = (await sortedNames(folder)).filter((name) => name.endsWith('.yaml'));
  return Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')));
}

/** imports/crds/<group>/*.yaml -> imports/<group>.ts. A group goes in whole: kinds imported one by one overwrite each other. */
export async function generateCrds() {
  await withScratch(async (scratch) => {
    for (const group of await crdGroups()) {
      await writeFile(join(scratch, 'crds.yaml'), (await crdDocuments(group)).join('\n---\n'));
      run(scratch);
      const code = await readFile(join(scratch, `${group}.ts`), 'utf8');
      await writeGenerated(join(imports, `${group}.ts`), enumsAsUnions(patched(code, typeImports)));
    }
  });
}

/** What is only a type is imported as one, so that no compiler setting leaves it in the output. */
const typeImports = [
  {
    why: 'types of cdk8s',
    find: /ApiObject, ApiObjectMetadata, GroupVersionKind/g,
    put: 'ApiObject, type ApiObjectMetadata, type GroupVersionKind',
    times: 1,
  },
  { why: 'Construct is a type', find: /import \{ Construct \}/g, put: 'import type { Construct }', times: 1 },
];

/** Run beside the scratch file, so that no cdk8s.yaml is found, and in the C locale, since cdk8s sorts by locale. */
function run(scratch) {
  const args = ['import', 'crds.yaml', '--language', 'typescript', '--output', '.', '--no-save', '--no-check-upgrade'];
  const env = { ...process.env, LC_ALL: 'C' };
  execFileSync(process.execPath, [cdk8s, ...args], { cwd: scratch, env, stdio: 'pipe' });
}
