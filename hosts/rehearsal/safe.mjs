// safe.mjs COPY SAFE REPORT: what docs/secrets.md's first boot leaves in the safe and in a copy of this repository, for phase 1,
// whose list of Secrets is REPORT. What only a person or Terraform knows is made up.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const [, , copy, safe, report] = process.argv;
const model = join(copy, 'platform/uyoop.ts');

mkdirSync(safe, { recursive: true, mode: 0o700 });
writeFileSync(model, readFileSync(model, 'utf8').replace(/^ {2}phase: \d,$/m, '  phase: 1,'));
// Asked for nothing, it names what it must be told.
const asked = [...init({}).matchAll(/^ +(UYOOP_\w+)$/gm)].map(([, name]) => name);
const told = Object.fromEntries([...asked, ...ofTerraform()].map((name) => [name, madeUp(name)]));
const done = init(told);
if (!/\d+ values sealed/.test(done)) throw new Error(done);

function init(values) {
  const file = join(safe, 'values.json');
  writeFileSync(file, JSON.stringify(values), { mode: 0o600 });
  const words = ['secrets', 'init', '--key', join(safe, 'sealing-key.yaml'), '--from-file', file];
  const { stdout, stderr } = spawnSync(process.execPath, [join(copy, 'synth/run.mjs'), ...words], {
    cwd: copy,
    encoding: 'utf8',
  });
  return stdout + stderr;
}

function ofTerraform() {
  return JSON.parse(readFileSync(report, 'utf8')).flatMap(({ namespace, name, keys }) =>
    Object.keys(keys)
      .filter((key) => keys[key] === 'terraform')
      .map((key) => `UYOOP_${namespace}_${name}_${key}`.toUpperCase().replace(/[^A-Z0-9]/g, '_')),
  );
}

function madeUp(name) {
  const word = 'of-the-rehearsal-alone';
  if (name.endsWith('_DSN')) return `smtp://mautic%40uyoop.fr:${word}@mail.cjenti.com:587`;
  if (!name.endsWith('_USERS_YML')) return word;
  const digest = `$argon2id$v=19$m=19456,t=2,p=1$${'c2FsdA'.repeat(4)}$${'aGFzaA'.repeat(7)}`;
  return `users:\n  admin:\n    displayname: Admin\n    password: '${digest}'\n    email: admin@example.org\n    groups: [admins]\n`;
}
