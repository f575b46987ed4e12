// Builds the readers: small programs around the code that reads dist/ in real life, taken from the Go module proxy at the
// versions that their go.mod names. They land in the user's cache, never in the tree, and are built once for each version.
import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const sources = dirname(fileURLToPath(import.meta.url));
const cache = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'uyoop', 'readers');

/** What reading a configuration needs of Authelia. Its OpenID Connect server stays away: a library of it is not served. */
const ofAuthelia = [
  'authentication',
  'authorization',
  'clock',
  'configuration',
  'expression',
  'logging',
  'model',
  'random',
  'templates',
  'utils',
  'oidc/const.go',
  'oidc/client_policy.go',
  'webauthn/const.go',
];

/** Those that exist. What a build needs beyond its own sources, `prepare` lays beside them. */
const readers = {
  kubernetes: {},
  yaml: { prepare: layTexts, beside: ['kubernetes/texts.go'] },
  traefik: {},
  dns: {},
  authelia: { prepare: layAuthelia, parts: ofAuthelia },
};

/**
 * The program of a reader, built if it is not there yet.
 *
 * @param build false: take it if it is there, since building one takes minutes
 * @returns its path, or why there is none: no Go, or no such module here.
 */
export function programOf(name, { build = true } = {}) {
  const program = join(cache, `${name}-${versionOf(name)}`);
  if (existsSync(program)) return { program };
  if (!build) return { missing: 'it is not built: node test/world/readers/build.mjs' };
  if (spawnSync('go', ['version']).error) return { missing: 'there is no Go on this machine' };
  const work = join(cache, `${name}-work`);
  rmSync(work, { recursive: true, force: true });
  mkdirSync(work, { recursive: true });
  try {
    cpSync(join(sources, name), work, { recursive: true });
    readers[name].prepare?.(work);
    go(work, ['build', '-buildvcs=false', '-trimpath', '-ldflags=-s -w', '-o', join(work, 'program'), '.']);
    for (const old of readdirSync(cache))
      if (old.startsWith(`${name}-`) && !old.endsWith('-work')) rmSync(join(cache, old));
    renameSync(join(work, 'program'), program);
    return { program };
  } catch (error) {
    return {
      missing: `it does not build: ${String(error.stderr ?? error.message)
        .trim()
        .split('\n')
        .at(-1)}`,
    };
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

function versionOf(name) {
  const hash = createHash('sha256').update(JSON.stringify(readers[name]));
  const files = readdirSync(join(sources, name), { recursive: true, withFileTypes: true }).filter((file) =>
    file.isFile(),
  );
  const beside = (readers[name].beside ?? []).map((file) => join(sources, file));
  for (const path of [...files.map(({ parentPath, name: file }) => join(parentPath, file)).sort(), ...beside])
    hash.update(readFileSync(path));
  return hash.digest('hex').slice(0, 16);
}

function go(cwd, args) {
  const env = { ...process.env, CGO_ENABLED: '0', GOFLAGS: '-mod=mod' };
  return execFileSync('nice', ['-n', '15', 'go', ...args], {
    cwd,
    env,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

/** Both readers of texts are one file of code. */
function layTexts(work) {
  for (const file of readers.yaml.beside) cpSync(join(sources, file), join(work, basename(file)));
}

function layAuthelia(work) {
  const [, module, version] = /require (\S+) (v\S+)/.exec(readFileSync(join(work, 'go.mod'), 'utf8'));
  const { Dir: from } = JSON.parse(go(cache, ['mod', 'download', '-json', `${module}@${version}`]));
  const to = join(work, 'upstream');
  for (const part of ['go.mod', ...ofAuthelia.map((part) => join('internal', part))]) {
    cpSync(join(from, part), join(to, part), { recursive: true, filter: (path) => !path.endsWith('_test.go') });
  }
  writable(to);
  rmSync(join(to, 'internal/model/oidc.go'));
  cpSync(join(work, 'oidc'), join(to, 'internal/oidc'), { recursive: true });
}

/** Go's module cache is read-only. */
function writable(folder) {
  chmodSync(folder, 0o755);
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) writable(path);
    else chmodSync(path, 0o644);
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const chosen = process.argv.slice(2).filter((word) => word in readers);
  for (const name of chosen.length > 0 ? chosen : Object.keys(readers)) {
    const { program, missing } = programOf(name);
    console.log(program ? `${name}: ${program}` : `${name}: skipped, ${missing}`);
    if (missing && process.argv.includes('--required')) process.exitCode = 1;
  }
}
