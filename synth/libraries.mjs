// The libraries and imports/ as one file. They change when a version or an import does; bundling them anew for each run
// would take longer than synth itself.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Compiled } from './compiled.mjs';

/**
 * What our own code leaves to the libraries' bundle. The whole path: as `../imports/*` it would also fit every file of a
 * checkout that lies in a folder called imports.
 */
export const external = [join(dirname(dirname(fileURLToPath(import.meta.url))), 'imports', '*')];

/**
 * The libraries: from the bundle of this very lockfile and these very imports, or from one that is made now. When they run they
 * export each module by the name that `libraryName` gives it.
 *
 * @param build esbuild, with the options of all our bundles
 */
export function libraries(cache, { root, key, build, use }) {
  const name = `libraries-${key}.cjs`;
  let text = cache.read(name)?.toString('latin1');
  if (text === undefined) {
    text = bundle(root, build);
    cache.keep(name, text, 'libraries-');
  }
  return new Compiled(cache, { text, name, filename: join(root, 'libraries'), use });
}

/** The sum of this very lockfile and these very imports. */
export const librariesKey = (root) => keyOf(root, namesOf(root));

function bundle(root, build) {
  const contents = namesOf(root)
    .map((name) => `exports[${JSON.stringify(name)}] = require(${JSON.stringify(pathOf(name))});`)
    .join('\n');
  if (process.stderr.isTTY) process.stderr.write('bundling the libraries, once for each change of versions …');
  // In ASCII, which V8 reads as it lies there.
  const { outputFiles } = build(root, { stdin: { contents, resolveDir: root }, charset: 'ascii' });
  if (process.stderr.isTTY) process.stderr.write('\r\u001b[K');
  return outputFiles[0].text;
}

/** The name that the libraries' bundle knows a module by; undefined for one that it does not hold. */
export function libraryName(id) {
  return id.includes('imports/') ? `imports/${id.split('imports/')[1]}` : id;
}

const pathOf = (name) => (name.startsWith('imports/') ? `./${name}` : name);

/** The bundler, the compiler, and what one command in many needs: the encryption of `secrets kit`. */
const apart = ['esbuild', 'typescript', 'age-encryption'];

/** Each dependency that runs inside the program, and each file of imports/ that is read by its path. */
function namesOf(root) {
  const { dependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const packages = Object.keys(dependencies).filter((name) => !apart.includes(name));
  return [...packages, ...sources(root).filter((path) => /^imports\/[^/]+$/.test(path))];
}

/** What stands in imports/ but for the generators and their own packages. */
function sources(root) {
  const folders = readdirSync(join(root, 'imports'), { withFileTypes: true }).filter(({ name }) => name !== 'generate');
  const paths = folders.flatMap((entry) =>
    entry.isDirectory()
      ? readdirSync(join(root, 'imports', entry.name)).map((file) => `imports/${entry.name}/${file}`)
      : [`imports/${entry.name}`],
  );
  return paths.filter((path) => /(?<!\.d)\.(ts|js)$/.test(path)).sort();
}

function keyOf(root, names) {
  const hash = createHash('sha256').update(`${names.join('\n')}\n`);
  for (const file of ['package-lock.json', ...sources(root)])
    hash.update(`${file}\n`).update(readFileSync(join(root, file)));
  return hash.digest('hex').slice(0, 24);
}
