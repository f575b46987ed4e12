// The libraries and imports/ as one file. They change when a version or an import does; bundling them anew for each run
// would take longer than synth itself.
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildSync, version } from 'esbuild';

/**
 * What our own code leaves to the libraries' bundle. The whole path: as `../imports/*` it would also fit every file of a
 * checkout that lies in a folder called imports.
 */
export const external = [join(dirname(dirname(fileURLToPath(import.meta.url))), 'imports', '*')];

/**
 * The bundle's text: from the cache of this very lockfile and these very imports, or made now. A cache that cannot be
 * written is no error: the next run makes it again.
 */
export function libraries(root, options) {
  const names = namesOf(root);
  const folder = join(root, 'node_modules', '.cache', 'uyoop');
  const file = join(folder, `libraries-${keyOf(root, names)}.cjs`);
  try {
    return readFileSync(file, 'utf8');
  } catch {
    const contents = names
      .map((name) => `exports[${JSON.stringify(name)}] = require(${JSON.stringify(pathOf(name))});`)
      .join('\n');
    if (process.stderr.isTTY) process.stderr.write('bundling the libraries, once for each change of versions …');
    const { outputFiles } = buildSync({ ...options, stdin: { contents, resolveDir: root } });
    if (process.stderr.isTTY) process.stderr.write('\r\u001b[K');
    const [{ text }] = outputFiles;
    keep(folder, file, text);
    return text;
  }
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
  return [...packages, ...sources(root).filter((path) => /^imports\/([^/]+|[^/]+\/schema\.json)$/.test(path))];
}

/** What stands in imports/ but for the generators and their own packages. */
function sources(root) {
  const folders = readdirSync(join(root, 'imports'), { withFileTypes: true }).filter(({ name }) => name !== 'generate');
  const paths = folders.flatMap((entry) =>
    entry.isDirectory()
      ? readdirSync(join(root, 'imports', entry.name)).map((file) => `imports/${entry.name}/${file}`)
      : [`imports/${entry.name}`],
  );
  return paths.filter((path) => /(?<!\.d)\.(ts|js)$|\/schema\.json$/.test(path)).sort();
}

function keyOf(root, names) {
  const hash = createHash('sha256').update(`${version}\n${names.join('\n')}\n`);
  for (const file of ['package-lock.json', ...sources(root)])
    hash.update(`${file}\n`).update(readFileSync(join(root, file)));
  return hash.digest('hex').slice(0, 24);
}

function keep(folder, file, text) {
  try {
    mkdirSync(folder, { recursive: true });
    for (const old of readdirSync(folder).filter((name) => name.startsWith('libraries-'))) rmSync(join(folder, old));
    const temporary = `${file}.${process.pid}`;
    writeFileSync(temporary, text);
    renameSync(temporary, file);
  } catch {
    // A read-only installation.
  }
}
