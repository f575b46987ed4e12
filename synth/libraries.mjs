// The libraries and imports/ as one file. They change when a version or an import does; bundling them anew for each run
// would take longer than synth itself.
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Script } from 'node:vm';
import { buildSync, version } from 'esbuild';

/**
 * What our own code leaves to the libraries' bundle. The whole path: as `../imports/*` it would also fit every file of a
 * checkout that lies in a folder called imports.
 */
export const external = [join(dirname(dirname(fileURLToPath(import.meta.url))), 'imports', '*')];

/**
 * The libraries, loaded: from the bundle of this very lockfile and these very imports, or from one that is made now. V8's code
 * for it lies beside it. A cache that cannot be written is no error: the next run makes it again.
 *
 * @returns each module by the name that `libraryName` gives it
 */
export function libraries(root, options, require, key = librariesKey(root)) {
  const folder = join(root, 'node_modules', '.cache', 'uyoop');
  const file = join(folder, `libraries-${key}.cjs`);
  let text = contentOf(file)?.toString();
  if (text === undefined) {
    text = bundle(root, options, namesOf(root));
    keep(folder, file, text, (name) => name.startsWith('libraries-'));
  }
  return load(text, `${file}.${process.version}.code`, { folder, name: join(root, 'libraries'), require });
}

/** The sum of this very lockfile and these very imports. */
export const librariesKey = (root) => keyOf(root, namesOf(root));

function bundle(root, options, names) {
  const contents = names
    .map((name) => `exports[${JSON.stringify(name)}] = require(${JSON.stringify(pathOf(name))});`)
    .join('\n');
  if (process.stderr.isTTY) process.stderr.write('bundling the libraries, once for each change of versions …');
  const { outputFiles } = buildSync({ ...options, stdin: { contents, resolveDir: root } });
  if (process.stderr.isTTY) process.stderr.write('\r\u001b[K');
  return outputFiles[0].text;
}

/** To read the bundle takes V8 longer than to run it; what it made of it serves the next run, if its version is the same. */
function load(text, code, { folder, name, require }) {
  const cachedData = contentOf(code);
  const script = new Script(`(function (exports, require, module) {${text}\n})`, { filename: name, cachedData });
  const module = { exports: {} };
  script.runInThisContext()(module.exports, require, module);
  if (!cachedData || script.cachedDataRejected) keep(folder, code, script.createCachedData(), () => false);
  return module.exports;
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
  const hash = createHash('sha256').update(`${version}\n${names.join('\n')}\n`);
  for (const file of ['package-lock.json', ...sources(root)])
    hash.update(`${file}\n`).update(readFileSync(join(root, file)));
  return hash.digest('hex').slice(0, 24);
}

function contentOf(file) {
  try {
    return readFileSync(file);
  } catch {
    return undefined;
  }
}

function keep(folder, file, content, isOld) {
  try {
    mkdirSync(folder, { recursive: true });
    for (const old of readdirSync(folder).filter(isOld)) rmSync(join(folder, old));
    const temporary = `${file}.${process.pid}`;
    writeFileSync(temporary, content);
    renameSync(temporary, file);
  } catch {
    // A read-only installation.
  }
}
