// Asks a real Apache where it redirects to by itself, for each site that dist/ has. The folder that the site serves is one of our
// own here; everything else is as it is written.
import { spawn } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { get } from 'node:http';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as later } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseAllDocuments } from 'yaml';

const asked = ['/apps', '/.well-known/carddav'];

if (process.argv[1] === fileURLToPath(import.meta.url)) await main(process.argv.slice(2));

async function main([dist, binary, modules]) {
  const sites = sitesIn(dist);
  if (sites.length === 0) throw new Error(`.ci/apache: no site of Apache's in ${dist}`);
  let wrong = 0;
  for (const site of sites) {
    for (const [index, target] of (await redirectsOf(site, { binary, modules })).entries()) {
      if (target.startsWith(`https://${site.host}/`)) continue;
      wrong += 1;
      console.error(`.ci/apache: ${site.host}${asked[index]} leads to '${target}', expected https://${site.host}/…`);
    }
  }
  if (wrong > 0) process.exit(1);
  console.log(`apache: ${sites.length} sites redirect to https`);
}

export function sitesIn(dist) {
  const files = readdirSync(dist, { recursive: true }).filter((file) => file.endsWith('.yaml'));
  return files.sort().flatMap((file) =>
    parseAllDocuments(readFileSync(join(dist, file), 'utf8'))
      .map((document) => document.toJS())
      .filter((object) => object?.kind === 'ConfigMap')
      .flatMap(({ data }) => Object.values(data ?? {}).filter((text) => text.includes('<VirtualHost')))
      .map((text) => ({ host: /ServerName\s+(?:https?:\/\/)?(\S+)/.exec(text)?.[1] ?? '', text })),
  );
}

export async function redirectsOf({ host, text }, { binary, modules }) {
  const at = mkdtempSync(join(tmpdir(), 'apache-'));
  const port = await freePort();
  const config = prepared(at, text, port, modules);
  // A process group of its own: when Apache ends it ends its whole group.
  const server = spawn(binary, ['-f', config, '-DFOREGROUND'], { stdio: 'inherit', detached: true });
  const ended = new Promise((resolve) => server.once('exit', resolve));
  try {
    const found = [];
    for (const path of asked) found.push(await locationOf(port, host, path));
    return found;
  } finally {
    server.kill('SIGTERM');
    await ended;
    rmSync(at, { recursive: true });
  }
}

/** What the images have around a site: Debian's modules, and a folder in which `.htaccess` may say everything. */
function prepared(at, text, port, modules) {
  const root = join(at, 'www');
  mkdirSync(join(root, 'apps'), { recursive: true });
  writeFileSync(
    join(root, '.htaccess'),
    'RewriteEngine on\nRewriteRule ^\\.well-known/carddav /remote.php/dav/ [R=301,L]\n',
  );
  const loaded = ['mpm_prefork', 'authz_core', 'dir', 'rewrite', 'mime'];
  const site = text.replace('*:80', `*:${port}`).replace(/DocumentRoot .*/, `DocumentRoot ${root}`);
  const config = join(at, 'apache2.conf');
  writeFileSync(
    config,
    [
      `ServerRoot ${at}`,
      'ServerName localhost',
      `Define APACHE_LOG_DIR ${at}`,
      `Listen 127.0.0.1:${port}`,
      `PidFile ${at}/pid`,
      `ErrorLog ${at}/error.log`,
      ...loaded.map((name) => `LoadModule ${name}_module ${modules}/mod_${name}.so`),
      'TypesConfig /dev/null',
      ...(process.getuid?.() === 0 ? ['User nobody', 'Group nogroup'] : []),
      `<Directory ${root}>\nAllowOverride All\nRequire all granted\n</Directory>`,
      site,
    ].join('\n'),
  );
  // Whoever it serves as reads the folder too.
  for (const folder of [at, root, join(root, 'apps')]) chmodSync(folder, 0o755);
  return config;
}

function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

/** As Traefik asks: plainly, with the visitor's scheme in a header. Until the server is there. */
async function locationOf(port, host, path) {
  const headers = { Host: host, 'X-Forwarded-Proto': 'https' };
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await new Promise((resolve, reject) => {
        get({ host: '127.0.0.1', port, path, headers }, (response) => {
          response.resume();
          resolve(response.headers.location ?? `nowhere, status ${response.statusCode}`);
        }).once('error', reject);
      });
    } catch (error) {
      if (attempt === 50) throw error;
      await later(100);
    }
  }
}
