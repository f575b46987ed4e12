import { readFileSync } from 'node:fs';
import { Agent, request } from 'node:https';
import { parse } from 'yaml';
import type { Document, Manifest } from '../../../synth/model/documents.ts';
import { type Judge, type Problem, problems } from './judge.ts';

interface Answer {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: the API server's JSON.
  readonly body: any;
}

/**
 * An API server that runs: each object is applied as Flux applies it, server-side and strict, as a dry run. Namespaces are made
 * for real, since nothing is applied into one that is not there.
 *
 * @see https://kubernetes.io/docs/reference/using-api/server-side-apply/
 */
export class ApiServer {
  readonly name = 'an API server that runs';
  private readonly address: URL;
  private readonly agent: Agent;
  private readonly known = new Map<string, Promise<readonly string[]>>();
  private readonly resources = new Map<string, Promise<ReadonlyMap<string, string>>>();
  private readonly namespaces = new Map<string, Promise<Answer>>();

  /** @param kubeconfig with a client certificate in it, as a rig writes it. */
  constructor(kubeconfig: string) {
    const { clusters, users } = parse(readFileSync(kubeconfig, 'utf8'));
    const pem = (text: string) => Buffer.from(text, 'base64');
    this.address = new URL(clusters[0].cluster.server);
    this.agent = new Agent({
      keepAlive: true,
      maxSockets: 8,
      ca: pem(clusters[0].cluster['certificate-authority-data']),
      cert: pem(users[0].user['client-certificate-data']),
      key: pem(users[0].user['client-key-data']),
    });
  }

  /** How many different objects were applied. */
  get asked(): number {
    return this.known.size;
  }

  readonly judge: Judge = async ({ model }) => {
    const answers = await Promise.all(model.documents.map((document) => this.problemsOf(document)));
    return answers.flat();
  };

  end(): void {
    this.agent.destroy();
  }

  private async problemsOf({ manifest }: Document): Promise<readonly Problem[]> {
    const text = JSON.stringify(manifest);
    const answer = this.known.get(text) ?? this.apply(manifest, text);
    this.known.set(text, answer);
    const found = await answer;
    return problems(
      'API server that runs',
      found.map((problem) => `${manifest.kind} ${manifest.metadata.name}: ${problem}`),
    );
  }

  private async apply(manifest: Manifest, text: string): Promise<readonly string[]> {
    const { apiVersion, kind, metadata } = manifest;
    const resource = (await this.resourcesOf(apiVersion)).get(kind);
    if (!resource) return [`the server knows no ${apiVersion} ${kind}`];
    if (metadata.namespace) await this.makeNamespace(metadata.namespace);
    const home = metadata.namespace ? `/namespaces/${encodeURIComponent(metadata.namespace)}` : '';
    const query = 'dryRun=All&fieldManager=world&fieldValidation=Strict&force=true';
    const path = `${rootOf(apiVersion)}${home}/${resource}/${encodeURIComponent(metadata.name)}?${query}`;
    const { status, body } = await this.send('PATCH', path, text, 'application/apply-patch+yaml');
    return status < 300 ? [] : [String(body.message ?? status)];
  }

  private makeNamespace(name: string): Promise<Answer> {
    const body = JSON.stringify({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } });
    const made = this.namespaces.get(name) ?? this.send('POST', '/api/v1/namespaces', body, 'application/json');
    this.namespaces.set(name, made);
    return made;
  }

  private resourcesOf(apiVersion: string): Promise<ReadonlyMap<string, string>> {
    const known = this.resources.get(apiVersion) ?? this.discover(apiVersion);
    this.resources.set(apiVersion, known);
    return known;
  }

  private async discover(apiVersion: string): Promise<ReadonlyMap<string, string>> {
    const { body } = await this.send('GET', rootOf(apiVersion));
    const listed: readonly { name: string; kind: string }[] = body.resources ?? [];
    return new Map(listed.filter(({ name }) => !name.includes('/')).map(({ kind, name }) => [kind, name]));
  }

  private send(method: string, path: string, text?: string, type = 'application/json'): Promise<Answer> {
    const { hostname, port } = this.address;
    return new Promise((resolve, fail) => {
      const asked = request(
        { agent: this.agent, hostname, port, method, path, headers: { 'content-type': type } },
        (response) => {
          const parts: Buffer[] = [];
          response.on('data', (part) => parts.push(part));
          response.on('end', () => {
            const body = Buffer.concat(parts).toString('utf8');
            resolve({
              status: response.statusCode ?? 0,
              body: body.startsWith('{') ? JSON.parse(body) : { message: body },
            });
          });
        },
      );
      asked.on('error', fail);
      asked.end(text);
    });
  }
}

const rootOf = (apiVersion: string): string =>
  apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
