// What the compiler says of the program: asked in a process of its own while the model is composed, and remembered by the
// content of everything that it reads, so that an unchanged tree does not ask again.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  accessSync,
  constants,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { Cache } from './cache.mjs';

const project = 'tsconfig.synth.json';
/** Answers that are kept: one for each state of the tree that somebody may come back to. */
const most = 32;

/**
 * Asks at once; the answer is there when it is awaited. Nothing that goes wrong here throws: the answer says it.
 *
 * @returns `answer`: what the compiler prints, or why it could not be asked; `stop` for who does not want it any more
 */
export function startTypeCheck(root) {
  const folder = join(root, 'node_modules', '.cache', 'uyoop');
  const cache = new Cache(root);
  const key = keyOf(root);
  const name = `types-${key}.json`;
  const kept = cache.read(name);
  if (kept) return { answer: Promise.resolve({ ...JSON.parse(kept), remembered: true }), known: true, stop() {} };
  const { said, stop } = start(root, folder);
  const keep = (answer) => {
    // What was saved while the compiler read is not what was asked for.
    if (answer.output !== undefined && keyOf(root) === key) {
      cache.keep(name, JSON.stringify({ output: answer.output }), 'types-', most);
    }
    return { ...answer, remembered: false };
  };
  return { answer: said.then(keep), stop };
}

function start(root, folder) {
  const last = join(folder, 'types.tsbuildinfo');
  // Two runs never write into one file: each has its own, and leaves it to the next one.
  const own = beginWith(last, `${last}.${process.pid}`);
  const memory = own ? ['--tsBuildInfoFile', own] : ['--incremental', 'false'];
  let child;
  try {
    child = spawn(compilerOf(root), ['--project', project, '--pretty', 'false', ...memory], { cwd: root });
  } catch (error) {
    return { said: Promise.resolve({ unable: error.message }), stop() {} };
  }
  const texts = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'])
    child[name].setEncoding('utf8').on('data', (text) => {
      texts[name] += text;
    });
  const said = new Promise((resolve) => {
    child.on('error', (error) => resolve({ unable: error.message }));
    child.on('close', (code) => {
      if (own) leave(own, code === null ? undefined : last);
      const answered = code === 0 || /error TS\d+: /.test(texts.stdout);
      resolve(answered ? { output: texts.stdout } : { unable: texts.stderr.trim() || `it ended with ${code}` });
    });
  });
  return { said, stop: () => child.kill() };
}

/** What the compiler remembers of the last tree, so that it reads again only what a change touches. */
function beginWith(last, own) {
  try {
    mkdirSync(dirname(own), { recursive: true });
    if (existsSync(last)) copyFileSync(last, own);
    else accessSync(dirname(own), constants.W_OK);
    return own;
  } catch {
    // A read-only installation.
    return undefined;
  }
}

function leave(own, last) {
  if (last !== undefined && existsSync(own)) renameSync(own, last);
  else rmSync(own, { force: true });
}

/** TypeScript's compiler is a program of its own for each platform, in a package of its own. */
function compilerOf(root) {
  const typescript = createRequire(join(root, 'package.json')).resolve('typescript/package.json');
  const name = `@typescript/typescript-${process.platform}-${process.arch}/package.json`;
  return join(
    dirname(createRequire(typescript).resolve(name)),
    'lib',
    process.platform === 'win32' ? 'tsc.exe' : 'tsc',
  );
}

function keyOf(root) {
  const { include } = JSON.parse(readFileSync(join(root, project), 'utf8'));
  const folders = [...include, 'imports'].filter((name) => !name.endsWith('.ts'));
  const own = include.filter((name) => name.endsWith('.ts'));
  const files = [...own, ...folders.flatMap((name) => typed(root, name)).sort(), 'tsconfig.json', project];
  const hash = createHash('sha256');
  for (const file of files) hash.update(`${file}\n`).update(readFileSync(join(root, file)));
  for (const file of ['package-lock.json', 'node_modules/.package-lock.json']) hash.update(textOf(join(root, file)));
  return hash.digest('hex').slice(0, 24);
}

function typed(root, folder) {
  const paths = readdirSync(join(root, folder), { recursive: true }).map((path) => join(folder, path));
  return paths.filter((path) => /\.(m?ts|json)$/.test(path) && !path.includes('node_modules'));
}

function textOf(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
