import { describe, expect, it } from 'vitest';
import { scratch } from '../../../constructs/pod/folder.ts';
import type { WorkloadProps } from '../../../constructs/pod/workload.ts';
import { fileOf, random } from '../../../constructs/secret/secret.ts';
import { type Bench, bench, plain } from '../../support/bench.ts';

const web = (props: object) => bench((shop) => shop.workload('web', { ...plain, ...props } as WorkloadProps));
const place = 'plot/shop/workload-web';

describe('a workload refuses, with its path, what was got and what to do', () => {
  it.each([
    ['an image in upper case', { image: 'Ghost:1' }, "image: 'Ghost:1' is no image"],
    ['port 0', { ports: { http: 0 } }, 'ports.http: 0 is no port; write a whole number from 1 to 65535'],
    ['port 65536', { ports: { http: 65_536 } }, 'ports.http: 65536 is no port'],
    ['a port as text', { ports: { http: '80' } }, "ports.http: '80' is no port"],
    ['a port with a number for a name', { ports: { '80': 80 } }, "ports: '80' is no name of a port"],
    ['two names of one port', { ports: { http: 80, web: 80 } }, "ports 'http' and 'web' are both 80"],
    ['root by its number', { user: 0 }, "user: 0 is no user; write a whole number from 1 to 2147483647, or 'root'"],
    ['a negative CPU', { resources: { cpu: '-50m', memory: '64Mi' } }, "resources.cpu: '-50m' is no amount of CPU"],
    [
      'a size in gb',
      { resources: { cpu: '1', memory: '2gb' } },
      "'2gb' is no size; did you mean '2Gi'? write a number above 0 with its unit",
    ],
    [
      'a memory limit below memory',
      { resources: { cpu: '1', memory: '64Mi', memoryLimit: '32Mi' } },
      "memoryLimit '32Mi' is below memory '64Mi'",
    ],
    [
      'a CPU limit below cpu',
      { resources: { cpu: '1', memory: '64Mi', cpuLimit: '500m' } },
      "cpuLimit '500m' is below cpu '1'",
    ],
    [
      'a variable with dashes',
      { env: { 'mail-options-pass': 'x' } },
      "env: 'mail-options-pass' is no name of a variable",
    ],
    ['a variable that is a command', { env: { 'x; rm -rf /': 'x' } }, "env: 'x; rm -rf /' is no name of a variable"],
    ['an address without its host', { env: { URL: 'http://undefined/' } }, "env.URL: 'http://undefined/' is no text"],
    ['an object in a text', { env: { URL: 'postgres://[object Object]@db' } }, 'env.URL'],
    ['an object in a command', { args: ['--password=[object Object]'] }, 'args[0]'],
    ['NUL in a variable', { env: { A: 'a\0b' } }, 'env.A'],
    ['half a character in a variable', { env: { A: '\ud800' } }, 'env.A'],
    [
      'a variable of Kubernetes that is none',
      { env: { URL: 'a/$(DB_PASS)' } },
      "env.URL holds '$(DB_PASS)', which is no text that stands before it",
    ],
    ['a file at no path', { files: { 'etc/a': 'x' } }, "files: 'etc/a' is no path in a container"],
    [
      'two files of one key',
      { files: { '/etc/a_b': '1', '/etc/a/b': '2' } },
      "files '/etc/a_b' and '/etc/a/b' would share the name 'etc_a_b'",
    ],
    [
      'a file below a file',
      { files: { '/etc/a': '1', '/etc/a/b': '2' } },
      "files '/etc/a' and '/etc/a/b': the first would have to be a folder",
    ],
    [
      'a file on a folder',
      { files: { '/etc/a': '1' }, volumes: { '/etc/a': scratch('1Mi') } },
      "'/etc/a' is a folder in volumes and a file in files",
    ],
    [
      'two folders of one name',
      { volumes: { '/a-b': scratch('1Mi'), '/a/b': scratch('2Mi') } },
      "volumes '/a-b' and '/a/b' would share the name 'scratch-a-b'",
    ],
    [
      'a folder with a slash at its end',
      { volumes: { '/data/': scratch('1Mi') } },
      "volumes: '/data/' is no path in a container",
    ],
    ['no grace', { graceSeconds: -1 }, 'graceSeconds: -1 is no number of seconds'],
  ])('%s', (_, props, problem) => {
    expect(() => web(props)).toThrow(`${place}: `);
    expect(() => web(props)).toThrow(problem);
  });

  it('a scratch of nothing', () => expect(() => scratch('0Mi')).toThrow("'0Mi' is no size"));

  it('a database of nothing', () => {
    expect(() => bench((shop) => shop.volume('data', { size: '0Gi', backup: 'daily' }))).toThrow(
      "plot/shop/volume-data: size: '0Gi' is no size",
    );
  });

  it('a file whose text is none, when it is written', () => {
    expect(() => web({ files: { '/etc/a': 'x\0' } })).toThrow('files./etc/a');
    expect(() => web({ files: { '/etc/a': () => '[object Object]' } })).toThrow('files./etc/a');
  });

  it('an edge that is declared twice', () => {
    const twice = (shop: Bench) => {
      const store = shop.workload('store', plain);
      shop.workload('web', { ...plain, reaches: [store, store] });
    };
    expect(() => bench(twice)).toThrow(`${place}: reaches 'shop-store' twice; name it once`);
  });

  it('a job whose name leaves no room for its runs', () => {
    const id = 'a'.repeat(50);
    expect(() => bench((shop) => shop.scheduled(id, { ...plain, schedule: '0 3 * * *' }))).toThrow('52 characters');
  });
});

describe('a reference is no text', () => {
  const secret = (read: (reference: object) => unknown) =>
    bench((shop) => read(shop.secret('db', { password: random() }).password));

  it('in a template: it throws instead of reading [object Object]', () => {
    expect(() => secret((password) => `postgres://app:${password}@db`)).toThrow(
      "'password' of plot/shop-db is a reference and no text: give it as a variable of its own",
    );
    expect(() => secret((password) => `${fileOf(password as never)}`)).toThrow('is a reference and no text');
  });

  it('and is what it was for everybody else', () => {
    secret((password) => expect(Object.keys(password)).toEqual(['kind', 'secret', 'key']));
  });
});

it('a variable that stands before may be named by Kubernetes’ own words', () => {
  const { env } = web({ env: { HOST: 'a', URL: 'http://$(HOST)/', COST: '$$(HOST)' } }).container('shop');
  expect(env).toContainEqual({ name: 'URL', value: 'http://$(HOST)/' });
});
