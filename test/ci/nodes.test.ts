import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Repository } from './git.ts';

/** A synth that writes what its first line says, and an npm whose `node` is this one under another name. */
function repository(synth: string): Repository {
  const npm = `#!/bin/sh
for word; do case $word in --prefix) ;; */node-*) to=$word ;; node@*) line=\${word#node@} ;; esac; done
mkdir -p "$to/node_modules/node/bin"
printf '#!/bin/sh\\n[ "$1" != --version ] || { echo v%s.0.0; exit; }\\nLINE=%s exec node "$@"\\n' "$line" "$line" >"$to/node_modules/node/bin/node"
chmod +x "$to/node_modules/node/bin/node"
echo "$line" >>asked
`;
  const program = `import { mkdirSync, writeFileSync } from 'node:fs';
const out = process.argv.at(-1);
mkdirSync(out, { recursive: true });
writeFileSync(out + '/file', ${synth});
`;
  const made = new Repository({ 'synth/run.mjs': program, 'bin/npm': npm }, ['nodes']);
  made.run(['chmod', '+x', 'bin/npm']);
  return made;
}

const run = (made: Repository, ...lines: string[]) =>
  made.run(['bash', '.ci/nodes', ...lines], { PATH: `${made.root}/bin:${process.env.PATH}` });

describe('the lines of Node', () => {
  it('are asked one after the other, and pass where each makes the same files', () => {
    const made = repository("'the same'");
    const { status, stdout } = run(made);
    expect([status, stdout.split('\n').length]).toEqual([0, 5]);
    expect(readFileSync(join(made.root, 'asked'), 'utf8')).toBe('20\n22\n24\n26\n');
  });

  it('stop where one makes other files, and say which', () => {
    const made = repository("process.env.LINE === '24' ? 'other' : 'the same'");
    const { status, stdout, stderr } = run(made, '22', '24', '26');
    expect(status).toBe(1);
    expect(stderr).toContain('.ci/nodes: v24.0.0 makes other files than');
    expect(stdout).toContain('> other');
    expect(readFileSync(join(made.root, 'asked'), 'utf8')).toBe('22\n24\n');
  });
});
