import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { imports, readJson, sortedNames, withScratch, writeGenerated } from './files.mjs';
import { patched } from './patches.mjs';
import { selected, selection } from './selection.mjs';

// The generator asks `terraform` for its version and may phone home as it loads; neither shapes its output.
process.env.TERRAFORM_BINARY_NAME = 'true';
process.env.CHECKPOINT_DISABLE = '1';
const { CodeMaker, TerraformProviderGenerator } = await import('@cdktn/provider-generator');
const { ConstructsMakerProviderTarget, Language, TerraformProviderConstraint } = await import('@cdktn/commons');

/** The providers that a folder with a schema.json stands for, by the name that Terraform calls them. */
export const providers = Object.keys(selection);

/** imports/<provider>/schema.json -> one flat file for each resource selected, and an index that re-exports them all. */
export async function generateProvider(name) {
  const package_ = join(imports, name);
  const schema = selected(await readJson(join(package_, 'schema.json')), selection[name]);
  await withScratch(async (scratch) => {
    await generator(schema).save(scratch);
    const root = join(scratch, 'providers', name);
    const names = (await sortedNames(root)).filter((name) => !name.endsWith('.ts'));
    for (const name of names) await copyModule(join(root, name), join(package_, `${name}.ts`));
    const index = names.map((name) => `export * from './${name}';`).join('\n');
    await writeGenerated(join(package_, 'index.ts'), index);
  });
}

function generator(schema) {
  const [[address, version]] = Object.entries(schema.provider_versions);
  const source = address.split('/').slice(1).join('/');
  const constraint = new TerraformProviderConstraint(`${source}@${version}`);
  const made = new TerraformProviderGenerator(new CodeMaker(), schema);
  made.generate(new ConstructsMakerProviderTarget(constraint, Language.TYPESCRIPT));
  return made;
}

/** A resource with very many types is split over several files upstream; none of ours is, and the flat layout relies on it. */
async function copyModule(folder, target) {
  const unexpected = (await sortedNames(folder)).filter((name) => name !== 'index.ts' && name !== 'README.md');
  if (unexpected.length > 0) throw new Error(`${target}: expected one generated file, got also ${unexpected.join(', ')}`);
  const code = await readFile(join(folder, 'index.ts'), 'utf8');
  await writeGenerated(target, patched(code, target.endsWith('/provider.ts') ? [...common, ...ofProvider] : common));
}

/** Our name for the library, and what the project's strict compiler settings ask for. */
const common = [
  { why: 'our name for the library', find: /import \* as cdktn from 'cdktn';/g, put: "import * as cdktf from 'cdktf';", times: 1 },
  { why: 'its uses', find: /\bcdktn\.(?!io)/g, put: 'cdktf.', times: 'some' },
  { why: 'Construct is a type', find: /import \{ Construct \}/g, put: 'import type { Construct }', times: 1 },
  { why: 'methods that override', find: /(protected) (synthesize(?:Hcl)?Attributes\()/g, put: '$1 override $2', times: 2 },
];

const ofProvider = [
  { why: 'accessors that override', find: /(public) ([gs]et alias\()/g, put: '$1 override $2', times: 2 },
];
