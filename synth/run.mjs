// Bundles main.ts in memory and becomes it. A bundle loads three times faster than the libraries' own module trees, and there
// is no build step: what runs is what is read.
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Bundler } from './bundle.mjs';
import { InStep } from './in-step.mjs';
import { Memory } from './memory.mjs';
import { startTypeCheck } from './types.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
// cdk8s and cdktf would take orders from these: the same model must give the same bytes everywhere.
for (const name of Object.keys(process.env)) if (/^CDK(8S|TF)_/.test(name)) delete process.env[name];
// A service stands in a chart, a chart in the app: ten lines, Node's own limit, do not reach the owner's.
Error.stackTraceLimit = 50;

const args = process.argv.slice(2);
const asksForHelp = args.includes('--help') || args.includes('-h');
const unasked = args[0] !== 'synth' || args.includes('--no-types') || asksForHelp;
// Before all else, so that the compiler works beside us.
const types = unasked ? undefined : startTypeCheck(root);
const bundler = new Bundler(root, args[0]);
let ran;

try {
  ran = bundler.bundle('main.ts');
  const memory = args[0] === 'synth' ? new Memory(root, ran.text, bundler.librariesKey, args) : undefined;
  const remembered = (await isAnswered(types)) ? memory?.recall() : undefined;
  process.exitCode = remembered ? sayAgain(remembered) : await become(memory);
} catch (error) {
  // esbuild has said itself what is wrong, and where.
  if (!error?.errors) tell(error);
  process.exitCode = 1;
} finally {
  types?.stop();
}

/** What ran, with its source map. @throws when a file was saved since: the places are not those that ran */
function bundle() {
  const { text, map } = bundler.mapped('main.ts');
  if (text !== ran.text) throw new Error('a source file was saved while this ran: run it again');
  return { name: join(root, 'main.ts'), map };
}

async function become(memory) {
  const inStep = ['synth', 'diff'].includes(args[0]) ? new InStep(root, ran.text, bundler.librariesKey) : undefined;
  const { main } = bundler.run(ran, 'main.ts');
  const keep = (directory, said) => memory?.keep(directory, said);
  // Left out of the bundles, since one command in many needs it: the encryption of `secrets kit`.
  const loadAge = () => import('age-encryption');
  const code = await main(root, args, { types: types?.answer, loadAge, bundle, tell, keep, inStep });
  // A page of help uses too little of it to be of use.
  if (code === 0 && !asksForHelp) bundler.keepCode();
  return code;
}

/** Nobody asked the compiler, or what it said of this very program is known and is nothing. */
async function isAnswered(asked) {
  if (!asked?.known) return asked === undefined;
  const { output } = await asked.answer;
  return output === '';
}

function sayAgain({ summary, json }) {
  const { say } = bundler.run(bundler.bundle('synth/command/output.ts'), 'output');
  const now = { types: types ? 'remembered' : 'not checked', milliseconds: performance.now() };
  say({ summary: { ...summary, ...now }, json }, process.stdout);
  return 0;
}

/** Says where an error comes from. Only now is the source map made: a run without an error pays nothing for it. */
function tell(error) {
  try {
    const mapped = bundle();
    const { failureLetter, painter } = bundler.run(bundler.bundle('synth/terminal/failure.ts'), 'failure');
    process.stderr.write(failureLetter(error, mapped, painter(process.stderr)));
  } catch {
    console.error(error);
  }
}
