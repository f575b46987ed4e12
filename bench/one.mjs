// One run of one way, as a process of its own: `node bench/one.mjs WAY SHOPS OUT [GREETING]`.
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Bundler } from '../synth/bundle.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const [way, shops, out, greeting = 'welcome'] = process.argv.slice(2);
const bundler = new Bundler(root);
const { ways } = bundler.run(bundler.text('bench/program.ts').text, 'bench/program.ts');
process.exitCode = await ways[way]({ root, shops: Number(shops), out, greeting });
