// Bundles main.ts in memory and becomes it. One bundle loads three times faster than the libraries' own module trees, and
// there is no build step: what runs is what is read.
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { compileFunction, constants } from 'node:vm';
import { buildSync } from 'esbuild';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
// cdk8s and cdktf would take orders from these: the same model must give the same bytes everywhere.
for (const name of Object.keys(process.env)) if (/^CDK(8S|TF)_/.test(name)) delete process.env[name];

const module = { exports: {} };
compileFunction(bundle(), ['exports', 'require', 'module'], {
  filename: join(root, 'main.ts'),
  // What is imported only when it is needed, as the encryption of `secrets kit`, is found from main.ts as usual.
  importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
})(module.exports, createRequire(import.meta.url), module);
await module.exports.main(root, process.argv.slice(2));

function bundle() {
  try {
    const { outputFiles } = buildSync({
      absWorkingDir: root,
      entryPoints: ['main.ts'],
      bundle: true,
      write: false,
      platform: 'node',
      target: 'node20',
      format: 'cjs',
      external: ['age-encryption'],
      logLevel: 'error',
    });
    return outputFiles[0].text;
  } catch {
    process.exit(1); // esbuild has said what is wrong, and where
  }
}
