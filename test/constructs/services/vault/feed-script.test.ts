import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { FeedRun } from '../../../support/vault-stub.ts';

const awkward = `two\nlines, 'quotes', "double", $HOME, \`cmd\`, @at and a \\ at the end \n`;
let feed: FeedRun;

beforeEach(() => {
  feed = new FeedRun(['plot/shop-app token key.pem', 'plot/shop-mail password', 'yard/barn-app token']);
  feed.seal('plot/shop-app', 'a1', { token: awkward, 'key.pem': 'PEM\n' });
  feed.seal('plot/shop-mail', 'b1', { password: '@/etc/passwd' });
  feed.seal('yard/barn-app', 'c1', { token: '-flag' });
});

afterEach(() => feed.remove());

describe('the feeding script', () => {
  test('writes every value to the byte, the first time', () => {
    const { code, out, err } = feed.run();
    expect([code, err]).toEqual([0, '']);
    expect(out.match(/^fed .*: version 1$/gm)).toHaveLength(3);
    expect(feed.stored('plot/shop-app', 'token')).toBe(awkward);
    expect(feed.stored('plot/shop-app', 'key.pem')).toBe('PEM\n');
    expect(feed.stored('plot/shop-mail', 'password')).toBe('@/etc/passwd');
    expect(feed.stored('yard/barn-app', 'token')).toBe('-flag');
  });

  test('names the version that it saw, and puts no value and no token into an argument', () => {
    feed.run();
    expect(feed.calls.filter((call) => call.startsWith('kv put'))).toEqual(
      feed.paths.map((path) => expect.stringContaining(`kv put -mount=secret -cas=0 ${path} `)),
    );
    for (const call of feed.calls) expect(call).not.toMatch(/two|PEM|passwd|-flag|jwt-of-the-pod|hvs\./);
  });

  test('skips what has not been sealed anew', () => {
    feed.run();
    const { code, out } = feed.run();
    expect([code, out.match(/^unchanged /gm)?.length]).toEqual([0, 3]);
    expect(feed.calls.filter((call) => call.startsWith('kv'))).toEqual([]);
  });

  test('writes what has been sealed anew, and that alone', () => {
    feed.run();
    feed.seal('plot/shop-mail', 'b2', { password: 'new' });
    expect(feed.run().out.match(/^fed .*/gm)).toEqual(['fed       plot/shop-mail: version 2']);
    expect(feed.stored('plot/shop-mail', 'password')).toBe('new');
  });

  test('leaves what a person has set newer, says so, and calls it no failure', () => {
    feed.run();
    feed.person('plot/shop-mail', { password: 'by hand' });
    feed.seal('plot/shop-mail', 'b2', { password: 'new' });
    const { code, out } = feed.run();
    expect(code).toBe(0);
    expect(out).toContain('left      plot/shop-mail: version 2 was not fed from here (last fed: 1)');
    expect(feed.stored('plot/shop-mail', 'password')).toBe('by hand');
  });

  test('leaves what a person had set before anything was fed', () => {
    feed.person('yard/barn-app', { token: 'by hand' });
    expect(feed.run().out).toContain('left      yard/barn-app: version 1 was not fed from here (last fed: none)');
    expect(feed.stored('yard/barn-app', 'token')).toBe('by hand');
  });

  test('loses against a person who writes at that very moment', () => {
    feed.break('race plot/shop-mail');
    const { code, err } = feed.run();
    expect([code, feed.stored('plot/shop-mail', 'password')]).toEqual([1, undefined]);
    expect(err).toContain('check-and-set');
  });

  test('fails by name on a Secret that is not there, and feeds the others', () => {
    const { paths } = feed;
    feed.remove();
    feed = new FeedRun([...paths.map((path) => `${path} token`), 'yard/late token']);
    feed.seal('plot/shop-app', 'a1', { token: 'x' });
    feed.seal('plot/shop-mail', 'b1', { password: 'there, but not as a token' });
    feed.seal('yard/barn-app', 'c1', { token: 'y' });
    const { code, out, err } = feed.run();
    expect(code).toBe(1);
    expect(err).toContain("FAILED    plot/shop-mail: its Secret has no key 'token'");
    expect(err).toContain('FAILED    yard/late: no Secret beside Vault: is it unsealed?');
    expect(err).toContain('not fed: plot/shop-mail yard/late');
    expect(out.match(/^fed +\S+/gm)).toEqual(['fed       plot/shop-app:', 'fed       yard/barn-app:']);
  });

  test.each(['read plot/shop-app', 'put plot/shop-app', 'mark plot/shop-app'])(
    'goes on to the others when it fails at one (%s), and its exit code tells',
    (what) => {
      feed.break(what);
      const { code, out, err } = feed.run();
      expect([code, out.match(/^fed /gm)?.length]).toEqual([1, 2]);
      expect(err).toMatch(/^FAILED {4}plot\/shop-app: /m);
      expect(err).toContain('not fed: plot/shop-app');
    },
  );

  test('takes an answer that it cannot read for no empty Vault', () => {
    feed.break('read plot/shop-app');
    feed.run();
    expect(feed.calls.filter((call) => call.startsWith('kv put') && call.includes('plot/shop-app'))).toEqual([]);
  });

  test('stops at once, with another exit code, when Vault lets nobody in', () => {
    feed.break('login');
    const { code, err } = feed.run();
    expect([code, feed.calls.length]).toEqual([2, 1]);
    expect(err).toContain('FAILED    no login: is Vault sealed?');
  });

  test('hands a database’s password over before it writes it, and again when it is sealed anew', () => {
    feed.connections('plot/shop-app plot-shop-database token');
    expect(feed.run()).toMatchObject({ code: 0, err: '' });
    expect(feed.connected('plot-shop-database')).toBe(awkward);
    const writes = feed.calls.filter((call) => /^(write database|kv put .* plot\/shop-app)/.test(call));
    expect(writes.map((call) => call.split(' ')[0])).toEqual(['write', 'kv']);
    expect(feed.run().out.match(/^unchanged /gm)).toHaveLength(3);
    feed.seal('plot/shop-app', 'a2', { token: 'changed', 'key.pem': 'PEM\n' });
    expect(feed.run().out).toContain('fed       plot/shop-app: version 2');
    expect(feed.connected('plot-shop-database')).toBe('changed');
  });

  test('writes nothing where the connection is not made yet, says so, and heals', () => {
    feed.connections('plot/shop-app plot-db token');
    feed.break('connect database/config/plot-db');
    const { code, out, err } = feed.run();
    expect([code, feed.stored('plot/shop-app', 'token')]).toEqual([1, undefined]);
    expect(err).toContain('the database engine does not take its password: is the stack of this version applied?');
    expect(out.match(/^fed /gm)).toHaveLength(2);
    feed.break();
    expect(feed.run()).toMatchObject({ code: 0, err: '' });
    expect(feed.connected('plot-db')).toBe(awkward);
  });

  test('hands over what was fed before the connection was there', () => {
    feed.run();
    feed.connections('yard/barn-app yard-barn token');
    expect(feed.run().out.match(/^fed .*/gm)).toEqual(['fed       yard/barn-app: version 2']);
    expect(feed.connected('yard-barn')).toBe('-flag');
  });

  test('hands over nothing that a person has set newer', () => {
    feed.person('yard/barn-app', { token: 'by hand' });
    feed.connections('yard/barn-app yard-barn token');
    expect(feed.run().code).toBe(0);
    expect(feed.connected('yard-barn')).toBeUndefined();
  });

  test('heals once the cause is gone', () => {
    feed.break('put plot/shop-app');
    feed.run();
    feed.break();
    expect(feed.run()).toMatchObject({ code: 0, err: '' });
    expect(feed.stored('plot/shop-app', 'token')).toBe(awkward);
  });
});
