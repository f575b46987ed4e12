// Asks OVH of each machine whether its automatic backup is on, and how old the newest is. Terraform cannot: the provider (2.19.0) orders
// the option with a new machine and reads nothing of it back, and an adopted machine was ordered by hand. It changes nothing.
//   OVH_APPLICATION_KEY=… OVH_APPLICATION_SECRET=… OVH_CONSUMER_KEY=… node .ci/machine-backups.mjs [DIST]
// Exit code 78: a step of docs/pipeline.md is not done yet.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const api = 'https://eu.api.ovh.com/1.0';

/** OVH makes one a day, at a time of its own. */
const oldestHours = 50;

/** Machines that OVH's own names are known of, by name. An ordered one has none yet: its option is part of the order. */
export function adoptedIn({ import: imports = [] }) {
  return imports.flatMap(({ to, id }) =>
    to.startsWith('ovh_vps.') ? [{ machine: to.slice('ovh_vps.'.length), id }] : [],
  );
}

/**
 * What is wrong, one line each.
 *
 * @param ask a path of the API, answered by status and body
 * @param now seconds since 1970
 */
export async function problems(machines, ask, now) {
  const lines = await Promise.all(
    machines.map(async ({ machine, id }) => {
      const { status, body } = await ask(`/vps/${id}/automatedBackup`);
      if (status === 404) return `${machine} (${id}) has no automatic backup: order the option at OVH`;
      if (status !== 200) return `${machine} (${id}): OVH answers ${status} ${body?.message ?? ''}`;
      if (body.state !== 'enabled') return `${machine} (${id}): its automatic backup is ${body.state}`;
      return late(machine, await ask(`/vps/${id}/automatedBackup/restorePoints?state=available`), now);
    }),
  );
  return lines.filter((line) => line !== undefined);
}

function late(machine, { status, body }, now) {
  if (status !== 200) return `${machine}: OVH answers ${status} to what can be restored`;
  const newest = Math.max(...body.map((point) => Date.parse(point) / 1000));
  if (body.length === 0) return `${machine}: nothing can be restored from its automatic backup`;
  const hours = Math.floor((now - newest) / 3600);
  return hours > oldestHours ? `${machine}: the newest automatic backup is ${hours} hours old` : undefined;
}

/** @see https://docs.ovh.com/gb/en/api/first-steps-with-ovh-api/ how a request is signed */
export function signed({ key, secret, consumer }, url, second) {
  const text = [secret, consumer, 'GET', url, '', second].join('+');
  const signature = `$1$${createHash('sha1').update(text).digest('hex')}`;
  return {
    'X-Ovh-Application': key,
    'X-Ovh-Consumer': consumer,
    'X-Ovh-Timestamp': String(second),
    'X-Ovh-Signature': signature,
  };
}

async function main(dist = 'dist') {
  const { OVH_APPLICATION_KEY: key, OVH_APPLICATION_SECRET: secret, OVH_CONSUMER_KEY: consumer } = process.env;
  if (!key || !secret || !consumer) {
    console.error(
      'automatic backups: nobody asked: OVH_APPLICATION_KEY, OVH_APPLICATION_SECRET, OVH_CONSUMER_KEY: docs/pipeline.md, step 3',
    );
    return 78;
  }
  const machines = adoptedIn(JSON.parse(readFileSync(join(dist, 'terraform/stacks/servers/cdk.tf.json'), 'utf8')));
  // By OVH's clock: it refuses a request of another time.
  const now = Number(await (await fetch(`${api}/auth/time`)).text());
  const ask = async (path) => {
    const answer = await fetch(api + path, { headers: signed({ key, secret, consumer }, api + path, now) });
    return { status: answer.status, body: await answer.json().catch(() => undefined) };
  };
  const found = await problems(machines, ask, now);
  for (const line of found) console.error(line);
  if (found.length === 0)
    console.log(
      `automatic backups: ${machines.map(({ machine }) => machine).join(', ') || 'no machine is adopted yet'}`,
    );
  return found.length === 0 ? 0 : 1;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) process.exitCode = await main(...process.argv.slice(2));
