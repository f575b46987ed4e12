// Writes out what dist/ holds of other languages as their readers will see it, for their linters: each line of `sh -c`, put
// together from parts, and each file of a ConfigMap, with its holes filled.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { textEndings } from '../synth/texts.mjs';

const [from, to] = process.argv.slice(2);
const manifests = readdirSync(from, { recursive: true }).filter((file) => file.endsWith('.yaml'));
mkdirSync(to, { recursive: true });
for (const file of manifests.sort()) {
  const documents = parseAllDocuments(readFileSync(join(from, file), 'utf8'));
  const texts = documents.flatMap((document) => textsIn(document.toJS()));
  for (const [index, { name, text }] of texts.entries())
    writeFileSync(join(to, `${file.replaceAll('/', '_')}-${index}-${name}`), text);
}

/** Every text below a value; lines get the shell's name as their first one. */
function textsIn(value) {
  if (value === null || typeof value !== 'object') return [];
  return [...linesIn(value), ...filesIn(value), ...Object.values(value).flatMap(textsIn)];
}

function linesIn(value) {
  const flag = Array.isArray(value) ? value.indexOf('-c') : 0;
  if (flag < 1 || !/^\/bin\/(ba)?sh$/.test(value[flag - 1])) return [];
  return [{ name: 'line.sh', text: `#!${value[flag - 1]}\n${value[flag + 1]}\n` }];
}

function filesIn({ kind, data }) {
  if (kind !== 'ConfigMap') return [];
  const named = Object.entries(data ?? {}).filter(([name]) => textEndings.some((ending) => name.endsWith(ending)));
  return named.map(([name, text]) => ({ name, text }));
}
