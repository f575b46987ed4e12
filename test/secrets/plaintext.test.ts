import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Bench, everyRecipe, keyInManifest, open } from './bench.ts';
import { commandLine, spawned } from './process.ts';

const every = everyRecipe();
const claims = Object.values(every);

const first = {
  UYOOP_PROD_WEB_GHOST_MAIL_PASSWORD: 'corrige le mot de passe élu',
  UYOOP_PROD_CLOUD_NEXTCLOUD_BUCKET_DRIVE_ACCESS: 'tr0uve-mon-acces-perdu',
};

/** Every spelling in which a value may have slipped through. */
function spellings(value: string): string[] {
  const bytes = Buffer.from(value);
  return [
    value,
    bytes.toString('base64').replace(/=+$/, ''),
    bytes.toString('hex'),
    encodeURIComponent(value),
    JSON.stringify(value).slice(1, -1),
  ];
}

/** All text below a folder; files that vanish while they are read count as read. */
function textBelow(folder: string): string {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  const files = names
    .map((name) => join(folder, name))
    .filter((file) => statSync(file, { throwIfNoEntry: false })?.isFile());
  return files.map((file) => readFileSync(file, 'latin1') + readFileSync(file, 'utf8')).join('\n');
}

describe('a value in the clear', () => {
  it('is nowhere after any command: not in arguments, output, temporary files or the work tree', async () => {
    const bench = Bench.empty().withGit();
    const { root, outside } = bench;
    const temporary = mkdtempSync(join(tmpdir(), 'uyoop-tmp-'));
    const key = join(outside, 'key.yaml');
    const values = [...Object.values(first), 'set-by-pipe-7788', 'in-a-file-9911', 'terraf0rm-made-this'];
    const file = bench.given('value', 'in-a-file-9911');
    const outputs = JSON.stringify({ 'drive-access-key': { value: 'terraf0rm-made-this' } });
    const runs: [string[], string?, Record<string, string>?][] = [
      [['init', '--key', key, '--from-env'], '', first],
      [['set', 'prod-web/ghost-mail', 'password'], 'set-by-pipe-7788\n'],
      [['set', 'prod-web/ghost-mail', 'password', '--from-file', file]],
      [['set', 'prod-web/ghost-mail', 'password', 'set-by-pipe-7788'], 'set-by-pipe-7788'],
      [['import-terraform', '-'], outputs],
      [['import-terraform', '-'], outputs.slice(0, -9)],
      [['rotate', 'prod-cloud/nextcloud-oidc']],
      [['list', '--json']],
      [['reseal', '--key', key, '--new-key', join(outside, 'second.yaml')]],
    ];
    let seen = '';
    for (const [args, input = '', env = {}] of runs) {
      const { output } = await spawned({
        root,
        claims,
        args,
        input,
        env: { ...env, TMPDIR: temporary },
        watch: ({ pid }) => {
          // A value that a person typed as a word is in the process list whatever we do: that run is refused, and left out.
          if (args.at(-1) !== 'set-by-pipe-7788' && existsSync(`/proc/${pid}/cmdline`))
            seen += readFileSync(`/proc/${pid}/cmdline`, 'utf8');
        },
      });
      seen += output + textBelow(root) + textBelow(temporary);
    }
    const privateKey = keyInManifest(readFileSync(join(outside, 'second.yaml'), 'utf8'));
    const made = opened(root, privateKey);
    expect(made).toHaveLength(10);
    for (const value of [...values, ...made]) {
      for (const spelling of spellings(value))
        expect(seen.includes(spelling), `a spelling of ${value.length} letters`).toBe(false);
    }
  });

  it('is not shown at the prompt, which a real terminal runs', async () => {
    if (!existsSync('/usr/bin/script')) return;
    const bench = new Bench();
    const args = ['set', 'prod-web/ghost-mail', 'password'];
    const words = commandLine({ root: bench.root, claims: [every.ghostMail], args });
    const quoted = words.map((word) => `'${word.replaceAll("'", "'\\''")}'`).join(' ');
    const terminal = spawn('/usr/bin/script', ['-qec', quoted, '/dev/null']);
    // The second time the same as the first, which a key took a letter out of.
    const answers = ['typed-é-x\u007fhidden\r', 'typed-é-hidden\r'];
    let shown = '';
    terminal.stdout.on('data', (data) => {
      shown += data;
      if (/(password|again): $/.test(shown)) terminal.stdin.write(answers.shift() ?? '');
    });
    await new Promise((resolve) => terminal.on('close', resolve));
    expect(shown).toContain('prod-web/ghost-mail password:');
    expect(shown).toContain('1 values changed');
    expect(shown).not.toContain('hidden');
    expect(bench.value(every.ghostMail, 'password')).toBe('typed-é-hidden');
  });
});

/** Every value that the store holds, in every home, by the independent decryptor. */
function opened(root: string, key: ReturnType<typeof keyInManifest>): string[] {
  return claims.flatMap((claim) => {
    const { keys } = JSON.parse(readFileSync(join(root, `sealed/${claim.namespace}/${claim.name}.json`), 'utf8'));
    return Object.values(keys as Record<string, { sealed: Record<string, string> }>).flatMap(({ sealed }) =>
      Object.entries(sealed).map(([home, ciphertext]) => open(ciphertext, home, key)),
    );
  });
}
