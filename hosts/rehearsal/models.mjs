// models.mjs COPY OUT: what the rehearsal's machines are told, of a copy of this repository: OUT/1 and OUT/2 by phase, and
// OUT/third once docs/editing.md's "Add a machine" was followed in the copy.
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const [, , copy, out] = process.argv;
const model = 'platform/uyoop.ts';
const facts = 'platform/owner.ts';

synth('1', '--phase', '1');
synth('2', '--phase', '2');
addMachine();
synth('third', '--phase', '2');

function synth(name, ...words) {
  const done = spawnSync(process.execPath, [join(copy, 'synth/run.mjs'), 'synth', '--out', join(out, name), ...words], {
    cwd: copy,
    encoding: 'utf8',
  });
  if (done.status !== 0) throw new Error(`synth ${words.join(' ')}: ${done.stdout}${done.stderr}`);
}

/** The page's own blocks, each into the file that it names. */
function addMachine() {
  const page = readFileSync(join(copy, 'docs/editing.md'), 'utf8');
  const [section = ''] = page.split('\n## Add a machine\n')[1]?.split('\n## ') ?? [];
  const block = (path) => {
    const [, text] = section.match(new RegExp(`\n\`\`\`ts ${path}\n([^]*?)\n\`\`\`\n`)) ?? [];
    if (text === undefined) throw new Error(`docs/editing.md tells of no block for ${path}`);
    return text;
  };
  edit(model, /^\/\*\* The platform on one page/m, (line) => `${block(model)}\n${line}`);
  edit(model, /machines: \[.*(?=\])/, (list) => `${list}, attic`);
  edit(facts, /^ {2}machines: \{$/m, (line) => `${line}\n${block(facts)}`);
}

function edit(path, pattern, text) {
  const file = join(copy, path);
  const before = readFileSync(file, 'utf8');
  if (!pattern.test(before)) throw new Error(`${path}: nothing matches ${pattern}`);
  writeFileSync(
    file,
    before.replace(pattern, (found) => text(found)),
  );
}
