import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Fields } from '../../support/manifests.ts';

interface Kind {
  readonly path: string;
  readonly namespaced: boolean;
}

/** An API server that may be spoilt, asked through `kubectl proxy`. */
export class Cluster {
  private constructor(
    private readonly proxy: ChildProcess,
    private readonly url: string,
    private readonly kinds: ReadonlyMap<string, Kind>,
    readonly version: string,
  ) {}

  /** @throws when KUBECONFIG names none */
  static async reach(): Promise<Cluster> {
    if (!process.env.KUBECONFIG) throw new Error('KUBECONFIG must name an API server that may be spoilt (README.md)');
    const proxy = spawn('kubectl', ['proxy', '--port', '0'], { stdio: ['ignore', 'pipe', 'inherit'] });
    const [line] = (await once(proxy.stdout as NodeJS.ReadableStream, 'data')) as [Buffer];
    const url = `http://${/[\d.]+:\d+/.exec(String(line))?.[0]}`;
    const { gitVersion } = (await (await fetch(`${url}/version`)).json()) as { gitVersion: string };
    return new Cluster(proxy, url, kindsOf(), gitVersion);
  }

  close(): void {
    this.proxy.kill();
  }

  isNamespaced({ apiVersion, kind }: Fields): boolean {
    return this.kindOf(apiVersion, kind).namespaced;
  }

  /** Undefined where it is not there. */
  async get(object: Fields): Promise<Fields | undefined> {
    const answer = await fetch(this.url + this.pathOf(object));
    return answer.ok ? ((await answer.json()) as Fields) : undefined;
  }

  async list(apiVersion: string, kind: string, namespace: string): Promise<readonly Fields[]> {
    const { path } = this.kindOf(apiVersion, kind);
    const answer = await fetch(`${this.url}${root(apiVersion)}/namespaces/${namespace}/${path}`);
    return ((await answer.json()) as { items?: Fields[] }).items ?? [];
  }

  /** Server-side apply. @throws with what the server says */
  async apply(object: Fields): Promise<void> {
    await this.patch(`${this.pathOf(object)}?fieldManager=agree&force=true`, 'application/apply-patch+yaml', object);
  }

  async status(object: Fields, status: Fields): Promise<void> {
    await this.patch(`${this.pathOf(object)}/status`, 'application/merge-patch+json', { status });
  }

  async remove(object: Fields): Promise<void> {
    await fetch(this.url + this.pathOf(object), { method: 'DELETE' });
  }

  /** Changes what is there; what is not there stays so. */
  async amend(object: Fields, fields: Fields): Promise<void> {
    if (await this.get(object)) await this.patch(this.pathOf(object), 'application/merge-patch+json', fields);
  }

  private async patch(path: string, type: string, body: Fields): Promise<void> {
    const request = { method: 'PATCH', headers: { 'content-type': type }, body: JSON.stringify(body) };
    const answer = await fetch(this.url + path, request);
    if (!answer.ok) throw new Error(`${path}: ${((await answer.json()) as { message?: string }).message}`);
  }

  private pathOf({ apiVersion, kind, metadata }: Fields): string {
    const { path, namespaced } = this.kindOf(apiVersion, kind);
    return `${root(apiVersion)}${namespaced ? `/namespaces/${metadata.namespace}` : ''}/${path}/${metadata.name}`;
  }

  private kindOf(apiVersion: string, kind: string): Kind {
    const found = this.kinds.get(`${apiVersion} ${kind}`);
    if (!found) throw new Error(`the server knows no ${kind} of ${apiVersion}`);
    return found;
  }
}

const root = (apiVersion: string): string => (apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`);

function kindsOf(): ReadonlyMap<string, Kind> {
  const rows = execFileSync('kubectl', ['api-resources', '--no-headers'], { encoding: 'utf8' }).trim().split('\n');
  return new Map(
    rows.map((row) => {
      const words = row.trim().split(/\s+/);
      const [kind, namespaced, apiVersion] = words.reverse();
      return [`${apiVersion} ${kind}`, { path: words.at(-1) ?? '', namespaced: namespaced === 'true' }];
    }),
  );
}

/** Asks until it is so. @returns whether it was, in time */
export async function until(isSo: () => Promise<boolean>, seconds: number): Promise<boolean> {
  for (const end = Date.now() + seconds * 1000; Date.now() < end; await sleep(300)) if (await isSo()) return true;
  return false;
}
