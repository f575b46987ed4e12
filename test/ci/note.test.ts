import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { repository, temporary } from '../synth/command/command-line.ts';

interface Note {
  readonly id: number;
  readonly author: { readonly id: number };
  readonly system?: boolean;
  body: string;
}

interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly json: object;
}

const us = 7;
const token = 'a-token-for-notes';
const mark = '<!-- uyoop: diff -->';

/** The part of GitLab's API that notes are kept by: pages of two, a token, an answer that can be made to fail. */
class GitLab {
  readonly asked: string[] = [];
  readonly failures: Omit<Answer, 'json'>[] = [];
  private readonly server: Server;

  constructor(readonly notes: Note[]) {
    this.server = createServer(async (request, response) => {
      let text = '';
      for await (const piece of request) text += piece;
      const { status, headers = {}, json } = this.answer(request, text);
      response.writeHead(status, { 'Content-Type': 'application/json', ...headers }).end(JSON.stringify(json));
    });
  }

  async listen(): Promise<string> {
    await new Promise<void>((done) => this.server.listen(0, '127.0.0.1', done));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/api/v4`;
  }

  close = () => new Promise((done) => this.server.close(done));

  private answer({ method = '', url = '', headers }: IncomingMessage, text: string): Answer {
    const { pathname, searchParams } = new URL(url, 'http://gitlab');
    const path = pathname.replace('/api/v4', '');
    this.asked.push(`${method} ${path}`);
    const failure = this.failures.shift();
    if (failure) return { ...failure, json: { message: 'not now' } };
    if (headers['private-token'] !== token) return { status: 401, json: { message: '401 Unauthorized' } };
    if (path === '/user') return { status: 200, json: { id: us } };
    const own = '/projects/12/merge_requests/34/notes';
    if (method === 'GET' && path === own) return this.page(Number(searchParams.get('page')));
    if (method === 'POST' && path === own) return { status: 201, json: this.add(JSON.parse(text).body) };
    const note = this.notes.find(({ id }) => path === `${own}/${id}`);
    if (method !== 'PUT' || !note) return { status: 404, json: { message: '404 Not Found' } };
    if (note.author.id !== us) return { status: 403, json: { message: '403 Forbidden' } };
    note.body = JSON.parse(text).body;
    return { status: 200, json: note };
  }

  private page(page: number) {
    const next = page * 2 < this.notes.length ? String(page + 1) : '';
    return { status: 200, headers: { 'X-Next-Page': next }, json: this.notes.slice(page * 2 - 2, page * 2) };
  }

  private add(body: string): Note {
    const note = { id: 100 + this.notes.length, author: { id: us }, body };
    this.notes.push(note);
    return note;
  }
}

const open: GitLab[] = [];
afterEach(() => Promise.all(open.splice(0).map((gitlab) => gitlab.close())));

async function job(notes: Note[], failures: GitLab['failures'] = []) {
  const gitlab = new GitLab(notes);
  gitlab.failures.push(...failures);
  open.push(gitlab);
  const api = await gitlab.listen();
  const folder = temporary();
  return {
    gitlab,
    /** `node .ci/note.mjs`, on a file with this text. */
    note: (text: string, secret = token) => {
      writeFileSync(join(folder, 'note.md'), text);
      const files = [join(folder, 'note.md'), join(folder, 'not-there.md')];
      const env = { CI_API_V4_URL: api, CI_PROJECT_ID: '12', CI_MERGE_REQUEST_IID: '34', MR_NOTE_TOKEN: secret };
      return ran(['.ci/note.mjs', 'diff', ...files], env);
    },
  };
}

/** In another process, while this one answers it. */
function ran(words: readonly string[], env: Readonly<Record<string, string>>) {
  const child = spawn(process.execPath, words, { cwd: repository, env: { PATH: process.env.PATH, ...env } });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (piece) => (output += piece));
  return new Promise<{ status: number | null; output: string }>((done) =>
    child.on('close', (status) => done({ status, output })),
  );
}

const note = (id: number, author: number, body: string): Note => ({ id, author: { id: author }, body });

describe('the note of a merge request', () => {
  it('is written once, updated in place, and left alone when it says the same', async () => {
    const { gitlab, note: say } = await job([]);
    expect(await say('one restart\n')).toEqual({ status: 0, output: 'note: written\n' });
    expect(await say('two restarts\n')).toEqual({ status: 0, output: 'note: updated\n' });
    expect(await say('two restarts\n')).toEqual({ status: 0, output: 'note: unchanged\n' });
    expect(gitlab.notes.map(({ body }) => body)).toEqual([`${mark}\n\ntwo restarts`]);
    expect(gitlab.asked.filter((line) => /^(POST|PUT)/.test(line))).toHaveLength(2);
  });

  it('is found on a later page, by its mark and by its author', async () => {
    const notes = [
      note(1, 3, `${mark}\n\nby somebody who knows the mark`),
      note(2, us, 'another of ours'),
      note(3, 3, 'hi'),
    ];
    const { gitlab, note: say } = await job([...notes, note(4, us, `${mark}\n\nold`)]);
    expect(await say('new')).toEqual({ status: 0, output: 'note: updated\n' });
    expect(gitlab.notes.map(({ body }) => body)).toEqual([...notes.map(({ body }) => body), `${mark}\n\nnew`]);
  });

  it('asks again when GitLab is busy, and not when it refuses', async () => {
    const busy = { status: 429, headers: { 'Retry-After': '0' } };
    expect(await (await job([], [busy, busy])).note('x')).toEqual({ status: 0, output: 'note: written\n' });
    const { gitlab, note: say } = await job([]);
    expect(await say('x', 'another-token')).toEqual({
      status: 1,
      output: 'note: GET /user: 401 {"message":"401 Unauthorized"}\n',
    });
    expect(gitlab.asked).toEqual(['GET /user']);
  });

  it('hands its token to nobody that it was not meant for', async () => {
    const { note: say, gitlab } = await job([], [{ status: 302, headers: { Location: 'http://127.0.0.1:9/' } }]);
    const { status, output } = await say('x');
    expect([status, output]).toEqual([1, expect.not.stringContaining(token)]);
    expect(gitlab.notes).toEqual([]);
  });

  it('is cut to what GitLab takes', async () => {
    const { gitlab, note: say } = await job([]);
    await say('a line of the report\n'.repeat(60_000));
    expect(gitlab.notes[0]?.body.length).toBeLessThan(1_000_000);
    expect(gitlab.notes[0]?.body).toMatch(/a line of the report\n\n… cut here/);
  });

  it('is not written without a token, and that is no failure: a fork has none', async () => {
    const { gitlab, note: say } = await job([]);
    expect(await say('x', '')).toMatchObject({
      status: 0,
      output: expect.stringContaining('MR_NOTE_TOKEN is not here'),
    });
    expect(gitlab.asked).toEqual([]);
  });

  it('tells how it is called', async () =>
    expect(await ran(['.ci/note.mjs'], {})).toEqual({ status: 2, output: 'node .ci/note.mjs NAME FILE...\n' }));
});
