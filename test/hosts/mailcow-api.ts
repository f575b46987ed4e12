import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';

type Fields = Record<string, unknown>;

/**
 * Stands for Mailcow's API: the routes that uyoop-mail-accounts asks, with the answers that data/web/json_api.php gives at the
 * pinned tag, word for word as they came from its PHP on MariaDB and Redis.
 */
export class MailcowApi {
  readonly domains = new Map<string, Fields>();
  readonly keys = new Map<string, Fields>();
  readonly mailboxes = new Map<string, Fields>();
  readonly aliases = new Map<string, Fields>();
  readonly policies = new Map<string, Fields>();
  /** Passwords as they were handed over. */
  readonly passwords = new Map<string, string>();
  /** What was asked to change, in its order. */
  readonly changes: string[] = [];
  private clock = 0;

  constructor(readonly key: string) {}

  /** Listens with a certificate that it lays where Mailcow has its own. */
  async listen(folder: string): Promise<{ readonly server: Server; readonly port: number }> {
    const ssl = join(folder, 'data/assets/ssl');
    mkdirSync(ssl, { recursive: true });
    const [cert, key] = [join(ssl, 'cert.pem'), join(ssl, 'key.pem')];
    const subject = ['-nodes', '-days', '2', '-subj', '/CN=mail.harbour.example'];
    execFileSync('openssl', ['req', '-x509', '-newkey', 'rsa:2048', ...subject, '-keyout', key, '-out', cert], {
      stdio: 'ignore',
    });
    chmodSync(key, 0o600);
    const server = createServer({ cert: readFileSync(cert), key: readFileSync(key) }, (request, response) => {
      const parts: Buffer[] = [];
      request.on('data', (part: Buffer) => parts.push(part));
      request.on('end', () => {
        const text = Buffer.concat(parts).toString();
        const [status, answer] = this.answer(request.url ?? '', request.headers, text && JSON.parse(text));
        response.writeHead(status).end(typeof answer === 'string' ? answer : JSON.stringify(answer));
      });
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    writeFileSync(join(folder, 'mailcow.conf'), `API_KEY=${this.key}\n`, { mode: 0o600 });
    return { server, port: (server.address() as AddressInfo).port };
  }

  private answer(url: string, headers: NodeJS.Dict<string | string[]>, body: Fields): readonly [number, unknown] {
    if (url === '/.well-known/mta-sts.txt') return this.policy(String(headers['host']).replace('mta-sts.', ''));
    if (headers['x-api-key'] !== this.key) return [401, { type: 'error', msg: 'authentication failed' }];
    const [verb, kind, name] = url.replace('/api/v1/', '').split('/');
    if (verb === 'get') return [200, this.read(String(kind), String(name))];
    this.changes.push(`${verb} ${kind}`);
    const [type, msg] = verb === 'add' ? this.add(String(kind), body) : this.edit(String(kind), body);
    return [200, [{ type, log: [kind, verb], msg }]];
  }

  private read(kind: string, name: string): unknown {
    const kept = { domain: this.domains, dkim: this.keys, mailbox: this.mailboxes, alias: this.aliases }[kind];
    return kept?.get(name) ?? {};
  }

  private add(kind: string, body: Fields): readonly [string, unknown] {
    const domain = String(body['domain'] ?? body['domains']);
    if (kind === 'domain') {
      if (this.domains.has(domain)) return ['danger', ['domain_exists', domain]];
      this.domains.set(domain, { domain_name: domain });
      this.keys.set(domain, { pubkey: `made+for+${domain}`, dkim_selector: body['dkim_selector'], privkey: '' });
      return ['success', ['domain_added', domain]];
    }
    if (kind === 'mta-sts') {
      this.policies.set(domain, body);
      return ['success', 'Task completed'];
    }
    if (kind === 'alias') {
      this.aliases.set(String(body['address']), body);
      return ['success', ['alias_added', body['address'], '2']];
    }
    const address = `${body['local_part']}@${domain}`;
    if (!this.domains.has(domain)) return ['danger', ['domain_not_found', domain]];
    this.mailboxes.set(address, { username: address, attributes: {} });
    return this.password(address, body, ['mailbox_added', address]);
  }

  private edit(kind: string, { items, attr }: Fields): readonly [string, unknown] {
    const [name, fields] = [String([items].flat()[0]), attr as Fields];
    if (kind === 'mta-sts') {
      if (!this.policies.has(name)) return ['danger', 'access_denied'];
      this.policies.set(name, fields);
      return ['success', ['object_modified', name]];
    }
    return this.password(name, fields, ['mailbox_modified', name]);
  }

  private password(address: string, { password, password2 }: Fields, msg: unknown): readonly [string, unknown] {
    if (!password || password !== password2) return ['danger', 'password_mismatch'];
    this.passwords.set(address, String(password));
    this.mailboxes.set(address, { username: address, attributes: { passwd_update: `second ${++this.clock}` } });
    return ['success', msg];
  }

  private policy(domain: string): readonly [number, string] {
    const { mode, max_age, mx } = this.policies.get(domain) ?? {};
    return mode ? [200, `version: STSv1\nmode: ${mode}\nmax_age: ${max_age}\nmx: ${mx}\n`] : [404, ''];
  }
}
