// Keeps one note of a merge request up to date. The note is found by a mark in its first line and by its author, since anybody may write
// a mark; a note that says the same already is left alone.
//   node .ci/note.mjs NAME FILE...    the files, one after another, are the note; those that are not there are left out
// Environment: CI_API_V4_URL, CI_PROJECT_ID, CI_MERGE_REQUEST_IID, MR_NOTE_TOKEN. Without the token nothing is written, and exit is 0: a fork has none.
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** GitLab takes a million characters; what follows is in the artifact. */
const limit = 900_000;
const attempts = 3;

const markOf = (name) => `<!-- uyoop: ${name} -->`;

/** The note as GitLab shall have it. */
export function bodyOf(name, texts) {
  const text = [markOf(name), ...texts].join('\n\n').trimEnd();
  if (text.length <= limit) return text;
  return `${text.slice(0, text.lastIndexOf('\n', limit))}\n\n… cut here: the whole report is an artifact of this job.`;
}

/**
 * Writes the note, anew or in place.
 *
 * @returns what was done: `written`, `updated` or `unchanged`
 * @throws if GitLab refuses; the message has its answer, and never the token
 */
export async function keep(name, body, { api, project, request, token }) {
  const ask = asking(api, token);
  const notes = `/projects/${encodeURIComponent(project)}/merge_requests/${encodeURIComponent(request)}/notes`;
  const mine = await ownNote(ask, notes, markOf(name));
  if (mine?.body === body) return 'unchanged';
  await (mine ? ask('PUT', `${notes}/${mine.id}`, { body }) : ask('POST', notes, { body }));
  return mine ? 'updated' : 'written';
}

async function ownNote(ask, notes, mark) {
  const { id } = (await ask('GET', '/user')).json;
  for (let page = '1'; page; ) {
    const { json, next } = await ask('GET', `${notes}?per_page=100&page=${page}`);
    const found = json.find(({ author, body, system }) => !system && author.id === id && body.startsWith(mark));
    if (found) return found;
    page = next;
  }
  return undefined;
}

/** Busy is asked again; what is refused is not. */
function asking(api, token) {
  return async (method, path, body, attempt = 1) => {
    const answer = await fetch(`${api}${path}`, {
      method,
      headers: { 'PRIVATE-TOKEN': token, ...(body ? { 'Content-Type': 'application/json' } : {}) },
      body: body && JSON.stringify(body),
      // A redirect would hand the token to somebody else.
      redirect: 'error',
    });
    const busy = answer.status === 429 || (answer.status >= 500 && method !== 'POST');
    if (busy && attempt < attempts) {
      await new Promise((done) => setTimeout(done, Number(answer.headers.get('retry-after') ?? attempt) * 1000));
      return asking(api, token)(method, path, body, attempt + 1);
    }
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${(await answer.text()).slice(0, 300)}`);
    return { json: await answer.json(), next: answer.headers.get('x-next-page') };
  };
}

async function main([name, ...files], env) {
  if (!name || files.length === 0) {
    console.error('node .ci/note.mjs NAME FILE...');
    return 2;
  }
  if (!env.MR_NOTE_TOKEN) {
    console.log('note: MR_NOTE_TOKEN is not here; the report is an artifact of the job');
    return 0;
  }
  const texts = files.filter((file) => existsSync(file)).map((file) => readFileSync(file, 'utf8').trim());
  const where = {
    api: env.CI_API_V4_URL,
    project: env.CI_PROJECT_ID,
    request: env.CI_MERGE_REQUEST_IID,
    token: env.MR_NOTE_TOKEN,
  };
  try {
    console.log(`note: ${await keep(name, bodyOf(name, texts), where)}`);
    return 0;
  } catch ({ message }) {
    console.error(`note: ${message}`);
    return 1;
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url))
  process.exitCode = await main(process.argv.slice(2), process.env);
