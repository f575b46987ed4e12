// One run of one way, as a process of its own: `node bench/one.mjs WAY SHOPS OUT [GREETING]`.
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Bundler } from '../synth/bundle.mjs';
import { Memory } from '../synth/memory.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const words = process.argv.slice(2);
const [way, shops, out, greeting = 'welcome'] = words;
const bundler = new Bundler(root, 'bench');
const program = bundler.bundle('bench/program.ts');
// As synth/run.mjs does for the command line.
const memory = way === 'checked' ? new Memory(root, program.text, bundler.librariesKey, words) : undefined;
const remembered = memory?.recall();
if (remembered) {
  const { say } = bundler.run(bundler.bundle('synth/command/output.ts'), 'output');
  say(remembered, process.stdout);
} else {
  const { ways } = bundler.run(program, 'bench/program.ts');
  const keep = (directory, said) => memory?.keep(directory, said);
  process.exitCode = await ways[way]({ root, shops: Number(shops), out, greeting, keep });
  bundler.keepCode();
}
