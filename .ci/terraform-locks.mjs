// Says which stacks have no lock file, or one of other versions. A version alone is a promise of the registry's: the hashes in
// the lock are ours; only the registry hands them out, so that the owner makes the first ones (exit code 78 while there is none). The pipeline then runs `init -lockfile=readonly`, which takes nothing that the lock does not name.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** What is wrong with the lock of a stack; nothing: all is well. */
export function problemsOf(stack, lock) {
  const wanted = Object.values(stack.terraform.required_providers);
  return wanted.flatMap(({ source, version }) => {
    const block = blocksIn(lock).find((block) => block.source === source);
    if (!block) return [`holds no provider ${source}`];
    if (block.version !== version) return [`holds ${source} ${block.version}, and the stack wants ${version}`];
    return block.hashes.length > 0 ? [] : [`holds no hash of ${source}`];
  });
}

/** Terraform and OpenTofu each write the host of their own registry. */
function blocksIn(lock) {
  return [...lock.matchAll(/provider "[^"/]+\/([^"]+)" \{([^}]*)\}/g)].map(([, source, body]) => ({
    source,
    version: /\bversion\s*=\s*"([^"]+)"/.exec(body)?.[1],
    hashes: body.match(/"(?:h1|zh):[^"]+"/g) ?? [],
  }));
}

function main(dist = 'dist') {
  const { stacks } = JSON.parse(readFileSync(join(dist, 'terraform/manifest.json'), 'utf8'));
  let locks = 0;
  const lines = Object.values(stacks).flatMap(({ workingDirectory, synthesizedStackPath }) => {
    const folder = join(dist, 'terraform', workingDirectory);
    const path = join(folder, '.terraform.lock.hcl');
    const stack = JSON.parse(readFileSync(join(dist, 'terraform', synthesizedStackPath), 'utf8'));
    if (existsSync(path)) locks += 1;
    const problems = existsSync(path) ? problemsOf(stack, readFileSync(path, 'utf8')) : ['is not there'];
    const cure = `terraform -chdir=${folder} providers lock -platform=linux_amd64 -platform=linux_arm64`;
    return problems.map((problem) => `${path} ${problem}\n    ${cure}`);
  });
  if (lines.length > 0) console.error(['Commit the locks that Terraform makes:', ...lines].join('\n  '));
  if (lines.length === 0) return 0;
  return locks === 0 ? 78 : 1;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) process.exitCode = main(...process.argv.slice(2));
