import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { appendFileSync, mkdirSync, mkdtempSync, readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Fields } from '../../support/manifests.ts';
import { type Cluster, until } from './cluster.ts';
import type { Placed } from './pairs.ts';

const home = 'flux-system';
const [source, kustomize] = ['source.toolkit.fluxcd.io/v1', 'kustomize.toolkit.fluxcd.io/v1'];

/** How Flux took a folder. */
export interface Reconciled {
  readonly ready: boolean;
  /** Its own words, where it did not. */
  readonly message: string;
}

/**
 * Flux, whose kustomize-controller runs beside the server; what fetches Git is this: a folder of objects is packed, served, and said
 * in the source's status, as source-controller says it.
 */
export class Flux {
  private readonly folder = mkdtempSync(join(tmpdir(), 'agree-'));

  private constructor(
    private readonly cluster: Cluster,
    private readonly server: Server,
  ) {}

  static async start(cluster: Cluster): Promise<Flux> {
    await cluster.apply({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: home } });
    const server = createServer((request, response) => {
      response.end(readFileSync(join(flux.folder, request.url?.slice(1) ?? '')));
    });
    const flux = new Flux(cluster, server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return flux;
  }

  stop(): void {
    this.server.close();
  }

  /**
   * Lays down some objects as one commit, and waits for what Flux makes of it.
   *
   * @param layered whether the objects are those of layers among them, and not the root's own
   */
  async reconcile(name: string, objects: readonly Placed[], layered: boolean): Promise<Reconciled> {
    const revision = await this.publish(name, objects);
    const root = this.kustomization(name, layered ? './dist/flux' : './dist/kubernetes');
    await this.cluster.apply(root);
    const state = async () => (await this.cluster.get(root))?.status ?? {};
    const answered = await until(async () => isDone(await state(), revision), 60);
    if (!answered) throw new Error(`${name}: kustomize-controller does not answer (README.md)`);
    for (const { object } of objects.filter(({ object }) => object.kind === 'Kustomization'))
      await until(async () => isDone((await this.cluster.get(object))?.status ?? {}, revision), 60);
    // A layer that leaves has a finalizer to see to.
    if (layered) await sleep(3000);
    const { status, message } = conditionOf(await state(), revision) as Fields;
    return { ready: status === 'True', message };
  }

  async forget(name: string): Promise<void> {
    const root = this.kustomization(name, './dist/kubernetes');
    await this.cluster.remove(root);
    await this.cluster.remove(this.source(name));
  }

  private async publish(name: string, objects: readonly Placed[]): Promise<string> {
    const tree = mkdtempSync(join(this.folder, 'tree-'));
    for (const room of ['kubernetes', 'flux']) mkdirSync(join(tree, 'dist', room), { recursive: true });
    for (const { file, object } of objects) {
      mkdirSync(dirname(join(tree, 'dist', file)), { recursive: true });
      appendFileSync(join(tree, 'dist', file), `---\n${JSON.stringify(object)}\n`);
    }
    const file = `${tree.split('/').at(-1)}.tar.gz`;
    execFileSync('tar', ['-czf', join(this.folder, file), '-C', tree, '.']);
    const bytes = readFileSync(join(this.folder, file));
    const digest = createHash('sha256').update(bytes).digest('hex');
    const revision = `main@sha1:${digest.slice(0, 40)}`;
    const { port } = this.server.address() as AddressInfo;
    await this.cluster.apply(this.source(name));
    await this.cluster.status(this.source(name), {
      observedGeneration: 1,
      conditions: [
        { type: 'Ready', status: 'True', reason: 'Succeeded', message: 'stored', lastTransitionTime: now() },
      ],
      artifact: {
        ...{ url: `http://127.0.0.1:${port}/${file}`, path: file, revision, digest: `sha256:${digest}` },
        ...{ size: bytes.length, lastUpdateTime: now() },
      },
    });
    return revision;
  }

  private source(name: string): Fields {
    const spec = { interval: '1h', url: 'https://example.org/one.git' };
    return { apiVersion: source, kind: 'GitRepository', metadata: { name, namespace: home }, spec };
  }

  /** As ours are, but for the patience. */
  private kustomization(name: string, path: string): Fields {
    const sourceRef = { kind: 'GitRepository', name };
    const spec = { interval: '1h', retryInterval: '1h', timeout: '30s', prune: true, path, sourceRef };
    return { apiVersion: kustomize, kind: 'Kustomization', metadata: { name, namespace: home }, spec };
  }
}

const now = (): string => new Date().toISOString().replace(/\.\d+/, '');

const isDone = (status: Fields, revision: string): boolean => conditionOf(status, revision) !== undefined;

/** How it was done with a revision; undefined: it is not yet. */
function conditionOf({ conditions = [], lastAttemptedRevision }: Fields, revision: string): Fields | undefined {
  if (lastAttemptedRevision !== revision) return undefined;
  return conditions.find((one: Fields) => one.type === 'Ready' && one.status !== 'Unknown');
}
