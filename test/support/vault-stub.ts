import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fill } from '../../constructs/facts/fill.ts';
import feed from '../../constructs/services/vault/feed.sh';
import login from '../../constructs/services/vault/login.sh';

/**
 * The five commands of `vault` that feeding uses, on a folder, with the output that Vault 1.21 was seen to print. `$STATE/broken`
 * names what fails; every call's arguments are kept.
 */
const stub = `#!/bin/sh
echo "$*" >>"$STATE/calls"
broken() { [ -f "$STATE/broken" ] && grep -qxF "$1" "$STATE/broken"; }
for last in "$@"; do :; done
kv="$STATE/kv/$last"
case "$*" in
  'write -field=token auth/kubernetes/login'*)
    if broken login; then echo '* Vault is sealed' >&2; exit 2; fi
    echo hvs.stub ;;
  'read -format=json secret/metadata/'*)
    kv="$STATE/kv/\${last#secret/metadata/}"
    if broken "read \${last#secret/metadata/}"; then echo '* permission denied' >&2; exit 2; fi
    if [ ! -d "$kv" ]; then echo "No value found at $last" >&2; exit 2; fi
    printf '{\\n  "data": {\\n    "cas_required": false,\\n    "current_version": %s,\\n    "custom_metadata": {\\n' "$(cat "$kv/version")"
    printf '      "fed-digest": "%s",\\n      "fed-version": "%s"\\n    }\\n  }\\n}\\n' "$(cat "$kv/fed-digest")" "$(cat "$kv/fed-version")" ;;
  'write database/config/'*)
    if broken "connect $2"; then echo '* permission denied' >&2; exit 2; fi
    mkdir -p "$STATE/$2"
    cp "\${3#password=@}" "$STATE/$2/password" ;;
  'kv put '*)
    kv="$STATE/kv/$5"
    if broken "put $5"; then echo '* internal error' >&2; exit 2; fi
    if broken "race $5"; then mkdir -p "$kv/data"; echo 7 >"$kv/version"; fi
    mkdir -p "$kv/data"
    [ -f "$kv/version" ] || echo 0 >"$kv/version"
    [ -f "$kv/fed-digest" ] || : >"$kv/fed-digest"
    [ -f "$kv/fed-version" ] || : >"$kv/fed-version"
    if [ "-cas=$(cat "$kv/version")" != "$4" ]; then echo '* check-and-set parameter did not match the current version' >&2; exit 2; fi
    echo $(($(cat "$kv/version") + 1)) >"$kv/version"
    shift 5
    for pair in "$@"; do cp "\${pair#*=@}" "$kv/data/\${pair%%=@*}"; done ;;
  'kv metadata patch '*)
    if broken "mark $last"; then exit 2; fi
    echo "\${5#*fed-digest=}" >"$kv/fed-digest"
    echo "\${6#*fed-version=}" >"$kv/fed-version" ;;
  *) echo "the stub does not know: $*" >&2; exit 99 ;;
esac
`;

/** A place where the feeding script runs for real, under /bin/sh, against a Vault that is a folder. */
export class FeedRun {
  private readonly root = mkdtempSync(join(tmpdir(), 'vault-feed-'));

  constructor(private readonly list: readonly string[]) {
    this.write('bin/vault', stub);
    // The script waits a second before it tries a mark again.
    this.write('bin/sleep', '#!/bin/sh\n');
    for (const tool of ['vault', 'sleep']) chmodSync(join(this.root, 'bin', tool), 0o755);
    this.write('feed.sh', fill(feed, { login }));
    this.connections();
    this.write('list', list.map((line) => `${line}\n`).join(''));
    this.write('token', 'jwt-of-the-pod');
  }

  /** The database engine's: `<path> <connection> <key>`. */
  connections(...lines: readonly string[]): void {
    this.write('connections', lines.map((line) => `${line}\n`).join(''));
  }

  /** The Secret as it lies beside Vault. */
  seal(path: string, digest: string, values: Readonly<Record<string, string>>): void {
    rmSync(join(this.root, 'secrets', path), { recursive: true, force: true });
    this.write(`secrets/${path}/.digest`, digest);
    for (const [key, value] of Object.entries(values)) this.write(`secrets/${path}/${key}`, value);
  }

  break(...what: readonly string[]): void {
    this.write('state/broken', what.map((line) => `${line}\n`).join(''));
  }

  /** What a person does with `vault kv put`. */
  person(path: string, values: Readonly<Record<string, string>>): void {
    const before = Number(this.read(`state/kv/${path}/version`) ?? 0);
    this.write(`state/kv/${path}/version`, `${before + 1}\n`);
    for (const mark of ['fed-digest', 'fed-version']) {
      if (this.read(`state/kv/${path}/${mark}`) === undefined) this.write(`state/kv/${path}/${mark}`, '');
    }
    for (const [key, value] of Object.entries(values)) this.write(`state/kv/${path}/data/${key}`, value);
  }

  run(): { readonly code: number | null; readonly out: string; readonly err: string } {
    const at = (name: string) => join(this.root, name);
    this.write('state/calls', '');
    const { status, stdout, stderr } = spawnSync('/bin/sh', [at('feed.sh')], {
      encoding: 'utf8',
      env: {
        PATH: `${at('bin')}:/usr/bin:/bin`,
        STATE: at('state'),
        SECRETS: at('secrets'),
        LIST: at('list'),
        CONNECTIONS: at('connections'),
        LOGIN: at('token'),
        ROLE: 'security-vault-feed',
      },
    });
    return { code: status, out: stdout, err: stderr };
  }

  /** A value as Vault holds it. */
  stored(path: string, key: string): string | undefined {
    return this.read(`state/kv/${path}/data/${key}`);
  }

  /** The password that a connection of the database engine was handed. */
  connected(connection: string): string | undefined {
    return this.read(`state/database/config/${connection}/password`);
  }

  /** The arguments of every call of the last run. */
  get calls(): readonly string[] {
    return (this.read('state/calls') ?? '').trim().split('\n');
  }

  get paths(): readonly string[] {
    return this.list.map((line) => line.split(' ')[0] as string);
  }

  remove(): void {
    rmSync(this.root, { recursive: true, force: true });
  }

  private read(name: string): string | undefined {
    const path = join(this.root, name);
    return existsSync(path) ? readFileSync(path, 'utf8') : undefined;
  }

  private write(name: string, text: string): void {
    const path = join(this.root, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
}
