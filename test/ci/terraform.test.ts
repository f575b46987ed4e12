import { spawn, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { repository, temporary } from '../synth/command/command-line.ts';

/** GitLab's API for a state: reading, writing and locking, for who has the password. */
class States {
  readonly asked: string[] = [];
  private readonly states = new Map<string, string>();
  private readonly server: Server;

  constructor(readonly password: string) {
    this.server = createServer(async (request, response) => {
      let text = '';
      for await (const piece of request) text += piece;
      const [status, answer] = this.answer(request, text);
      response.writeHead(status).end(answer);
    });
  }

  async listen(): Promise<string> {
    await new Promise<void>((done) => this.server.listen(0, '127.0.0.1', done));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  close = () => new Promise((done) => this.server.close(done));

  private answer({ method = '', url = '', headers }: IncomingMessage, text: string): [number, string] {
    const { pathname } = new URL(url, 'http://gitlab');
    this.asked.push(`${method} ${pathname}`);
    const login = Buffer.from(`gitlab-ci-token:${this.password}`).toString('base64');
    if (headers.authorization !== `Basic ${login}`) return [401, ''];
    if (pathname.endsWith('/lock')) return [200, ''];
    if (method === 'POST') this.states.set(pathname, text);
    const state = this.states.get(pathname);
    return state ? [200, state] : [204, ''];
  }
}

const password = 'the-token-of-the-job';
const installed = spawnSync('terraform', ['version']).status === 0;

/** The script beside a dist/ of two stacks, of resources that Terraform itself has. */
function scratch(address: string): string {
  const root = temporary();
  mkdirSync(join(root, '.ci'));
  cpSync(join(repository, '.ci/terraform'), join(root, '.ci/terraform'));
  for (const name of ['one', 'broken']) mkdirSync(join(root, 'dist/terraform/stacks', name), { recursive: true });
  writeStack(root, 'one', address, 'first');
  writeFileSync(
    join(root, 'dist/terraform/stacks/broken/cdk.tf.json'),
    '{"resource": {"terraform_data": {"x": {"unheard": 1}}}}',
  );
  return root;
}

function writeStack(root: string, name: string, address: string, input: string): void {
  const state = `${address}/state/${name}`;
  const lock = { lock_address: `${state}/lock`, unlock_address: `${state}/lock` };
  const http = { address: state, ...lock, lock_method: 'POST', unlock_method: 'DELETE' };
  const stack = { terraform: { backend: { http } }, resource: { terraform_data: { thing: { input } } } };
  writeFileSync(join(root, 'dist/terraform/stacks', name, 'cdk.tf.json'), JSON.stringify(stack));
}

function ran(root: string, words: readonly string[], more: Readonly<Record<string, string>> = {}) {
  const env = { PATH: process.env.PATH, HOME: root, CI_JOB_TOKEN: password, ...more };
  const child = spawn('sh', ['.ci/terraform', ...words], { cwd: root, env });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (piece) => (output += piece));
  return new Promise<{ status: number | null; output: string }>((done) =>
    child.on('close', (status) => done({ status, output })),
  );
}

/** What is there already. */
interface Later {
  readonly lock?: string;
  readonly env?: Readonly<Record<string, string>>;
}

describe('.ci/terraform', () => {
  const states = new States(password);
  let address = '';
  beforeAll(async () => {
    address = await states.listen();
  });
  afterAll(() => states.close());

  it('tells how it is called', async () => {
    for (const words of [[], ['destroy', 'one'], ['plan'], ['plan', '../one']])
      expect(await ran(scratch(address), words)).toMatchObject({
        status: 2,
        output: expect.stringContaining('apply STACK TEXT'),
      });
    expect(await ran(scratch(address), ['plan', 'nothing'])).toEqual({
      status: 2,
      output: "terraform: there is no stack 'nothing' in dist/\n",
    });
  });

  it('says so where there is no Terraform', async () =>
    expect(await ran(scratch(address), ['plan', 'one'], { TERRAFORM: 'terraform-of-nobody' })).toEqual({
      status: 2,
      output: 'terraform: no terraform-of-nobody on this machine\n',
    }));

  it.each([
    ['a lock file', {}, 'have no lock file yet'],
    ['tokens of OVH', { lock: '' }, "OVH's tokens are not among the variables"],
    ['a token of GitLab', { lock: '', env: { OVH_APPLICATION_KEY: 'a' } }, 'GITLAB_TOKEN is not among the variables'],
  ])('says which step of the pipeline is not done yet, without %s', async (_, { lock, env }: Later, letter) => {
    const root = scratch(address);
    const folder = join(root, 'dist/terraform/stacks/one');
    const required_providers = { ovh: { source: 'ovh/ovh' }, gitlab: { source: 'gitlabhq/gitlab' } };
    writeFileSync(join(folder, 'cdk.tf.json'), JSON.stringify({ terraform: { required_providers } }, null, 2));
    if (lock !== undefined) writeFileSync(join(folder, '.terraform.lock.hcl'), lock);
    for (const verb of ['plan', 'drift'])
      expect(await ran(root, [verb, 'one'], env)).toMatchObject({
        status: 78,
        output: expect.stringContaining(letter),
      });
  });

  // On a machine without Terraform the others above are what the script does.
  if (!installed) return;

  it('plans without a lock, applies what was planned, and then finds no drift', async () => {
    const root = scratch(address);
    states.asked.length = 0;
    const plan = await ran(root, ['plan', 'one', 'plans/one.txt']);
    expect(plan).toMatchObject({ status: 0, output: expect.stringContaining('Plan: 1 to add') });
    expect(states.asked.filter((line) => !line.startsWith('GET'))).toEqual([]);

    expect(await ran(root, ['drift', 'one'])).toMatchObject({
      status: 1,
      output: expect.stringContaining('not as dist/ says'),
    });
    const applied = await ran(root, ['apply', 'one', 'plans/one.txt']);
    expect(applied).toMatchObject({ status: 0, output: expect.stringContaining('1 added') });
    expect(states.asked).toContain('POST /state/one/lock');
    expect(await ran(root, ['drift', 'one'])).toEqual({ status: 0, output: 'terraform: one is as dist/ says\n' });
  });

  it('applies nothing that reads otherwise than what was read, and nothing that nobody has read', async () => {
    const root = scratch(address);
    writeStack(root, 'one', address, 'second');
    expect(await ran(root, ['apply', 'one', 'plans/one.txt'])).toMatchObject({
      status: 2,
      output: expect.stringContaining('nobody has read a plan of one'),
    });
    await ran(root, ['plan', 'one', 'plans/one.txt']);
    writeStack(root, 'one', address, 'third');
    const { status, output } = await ran(root, ['apply', 'one', 'plans/one.txt']);
    expect([status, output]).toEqual([1, expect.stringContaining('another one than was read')]);
    expect(output).not.toContain('Apply complete');
  });

  it('fails with Terraform’s own words', async () => {
    const root = scratch(address);
    for (const verb of ['plan', 'drift'])
      expect(await ran(root, [verb, 'broken'])).toMatchObject({
        status: 1,
        output: expect.stringContaining('unheard'),
      });
    expect(await ran(root, ['plan', 'one'], { CI_JOB_TOKEN: 'another' })).toMatchObject({
      status: 1,
      output: expect.stringContaining('requires auth'),
    });
  });
});
