// What esbuild's text loader does, for the documented way of stock cdk8s: files in other languages are imported as their text.
import { readFileSync } from 'node:fs';
import { register } from 'node:module';
import { fileURLToPath } from 'node:url';
import { isMainThread } from 'node:worker_threads';
import { textEndings } from '../synth/texts.mjs';

if (isMainThread) register(import.meta.url);

export async function load(url, context, next) {
  if (!textEndings.some((ending) => url.endsWith(ending))) return next(url, context);
  const source = `export default ${JSON.stringify(readFileSync(fileURLToPath(url), 'utf8'))};`;
  return { format: 'module', source, shortCircuit: true };
}
