// Bundles main.ts in memory and becomes it. A bundle loads three times faster than the libraries' own module trees, and there
// is no build step: what runs is what is read.
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { compileFunction } from 'node:vm';
import { buildSync } from 'esbuild';
import { external, libraries, libraryName } from './libraries.mjs';
import { textLoaders } from './texts.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
// cdk8s and cdktf would take orders from these: the same model must give the same bytes everywhere.
for (const name of Object.keys(process.env)) if (/^CDK(8S|TF)_/.test(name)) delete process.env[name];

const options = {
  absWorkingDir: root,
  bundle: true,
  write: false,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  logLevel: 'error',
  loader: textLoaders,
};

try {
  const require = createRequire(import.meta.url);
  const held = run(libraries(root, options), 'libraries', require);
  const [own] = buildSync({ ...options, entryPoints: ['main.ts'], packages: 'external', external }).outputFiles;
  const { main } = run(own.text, 'main.ts', (id) => held[libraryName(id)] ?? require(id));
  // Left out of the bundles, since one command in many needs it: the encryption of `secrets kit`.
  await main(root, process.argv.slice(2), () => import('age-encryption'));
} catch (error) {
  // esbuild has said itself what is wrong, and where.
  if (!error.errors) console.error(error);
  process.exitCode = 1;
}

function run(text, name, require) {
  const module = { exports: {} };
  compileFunction(text, ['exports', 'require', 'module'], { filename: join(root, name) })(
    module.exports,
    require,
    module,
  );
  return module.exports;
}
