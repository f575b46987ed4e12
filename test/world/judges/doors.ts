import type { Manifest } from '../../../synth/model/documents.ts';
import type { Reader } from '../readers/reader.ts';
import type { Door } from '../scene.ts';
import { type Accepted, type Judge, problems } from './judge.ts';

interface Route {
  readonly match: string;
  readonly priority: number;
  readonly middlewares: readonly string[];
  /** Name of the IngressRoute. */
  readonly name: string;
}

interface Request {
  readonly host: string;
  readonly path: string;
}

export type TraefikReader = Reader<
  { readonly routes: readonly Pick<Route, 'match' | 'priority'>[]; readonly requests: readonly Request[] },
  { readonly problems: readonly string[]; readonly routes: readonly number[] }
>;

export type AutheliaReader = Reader<
  {
    readonly text: string;
    readonly environment: Readonly<Record<string, string>>;
    readonly requests: readonly {
      readonly url?: string;
      readonly client?: string;
      readonly user: string;
      readonly groups: readonly string[];
    }[];
  },
  { readonly problems: readonly string[]; readonly warnings: readonly string[]; readonly levels: readonly string[] }
>;

const reader = 'Traefik';

/** Traefik's own rules: every route can be read, and each part of a host is behind the portal or not, as it was meant. */
export const traefik =
  (program: TraefikReader): Judge =>
  async ({ edit, model }) => {
    const routes = routesOf(model.documents.map(({ manifest }) => manifest));
    const { door } = edit.scene.meant ?? {};
    const probes = door ? probesOf(door) : [];
    const question = { routes: routes.map(({ match, priority }) => ({ match, priority })), requests: probes };
    const answer = await program.ask(JSON.stringify(question), () => question);
    const misled = probes.flatMap((probe, index) => {
      const route = routes[answer.routes[index] ?? -1];
      const text = wrongWay(probe, route, answer.routes[index] === -2);
      return text ? [text] : [];
    });
    return problems(reader, [...answer.problems, ...misled]);
  };

function routesOf(manifests: readonly Manifest[]): readonly Route[] {
  return manifests
    .filter(({ kind }) => kind === 'IngressRoute')
    .flatMap(({ metadata, spec }) =>
      spec.routes.map((route: { match: string; priority?: number; middlewares?: { name: string }[] }) => ({
        match: route.match,
        priority: route.priority ?? 0,
        middlewares: (route.middlewares ?? []).map(({ name }) => name),
        name: metadata.name,
      })),
    );
}

interface Probe extends Request {
  readonly expects: 'guarded' | 'open' | 'nothing' | 'guarded or nothing';
}

/** Requests to every part of a door, in the spellings that a backend may read as that part. */
function probesOf(door: Door): readonly Probe[] {
  const { hosts, only, except = [] } = door;
  const guarded = door.guarded.map(plainPath);
  const [host = ''] = hosts;
  const reached = hosts.map(
    (name): Probe => ({
      host: name.toLowerCase(),
      path: only?.[0] ? plainPath(only[0]) || '/' : '/',
      expects: expected(guarded, only),
    }),
  );
  return [
    ...reached,
    ...guarded
      .filter((path) => path !== '')
      .flatMap((path) => [
        ...below(path).map((spelling): Probe => ({ host, path: spelling, expects: 'guarded' })),
        ...detours(path).map((spelling): Probe => ({ host, path: spelling, expects: 'guarded or nothing' })),
        ...(covers(guarded, '/elsewhere') ? [] : [{ host, path: '/elsewhere', expects: 'open' } as const]),
      ]),
    ...except.flatMap((path) =>
      below(plainPath(path)).map((spelling): Probe => ({ host, path: spelling, expects: 'open' })),
    ),
    ...except
      .filter((path) => plainPath(path) !== '')
      .map(
        (path): Probe => ({
          host,
          path: `${encoded(plainPath(path))}x`,
          expects: guarded.includes('') ? 'guarded' : 'open',
        }),
      )
      .filter(() => guarded.includes('')),
    ...(only ?? []).flatMap((path) =>
      below(plainPath(path)).map((spelling): Probe => ({ host, path: spelling, expects: 'open' })),
    ),
    ...(only && !only.some((path) => plainPath(path) === '')
      ? [{ host, path: '/elsewhere', expects: 'nothing' } as const]
      : []),
  ];
}

const expected = (guarded: readonly string[], only: readonly string[] | undefined): Probe['expects'] =>
  only || !guarded.includes('') ? 'open' : 'guarded';
/** A path without what does not change its meaning; the whole host is the empty one. */
const plainPath = (path: string): string => path.replace(/\/?\*+$/, '').replace(/\/+$/, '');
const encoded = (path: string): string =>
  path
    .split('/')
    .map(encodeURIComponent)
    .join('/')
    .replaceAll(/%(24|40|3A|2B|2C|3D|26)/g, decodeURIComponent);
const below = (path: string): readonly string[] =>
  path === '' ? ['/x'] : [encoded(path), `${encoded(path)}/`, `${encoded(path)}/users`];
const covers = (guarded: readonly string[], path: string) =>
  guarded.some((one) => one === '' || path === one || path.startsWith(`${one}/`));

function detours(path: string): readonly string[] {
  const spelt = encoded(path);
  const first =
    spelt.slice(0, 1) +
    (/^[a-z]/i.test(spelt.slice(1)) ? `%${spelt.charCodeAt(1).toString(16)}${spelt.slice(2)}` : spelt.slice(1));
  return [
    spelt.toUpperCase().replaceAll(/%[0-9A-F]{2}/g, (code) => code),
    `/${spelt}`,
    first,
    `/x/..${spelt}`,
    `${spelt};a=b`,
    `${spelt}%2Fusers`,
    `/x/%2e%2e${spelt}`,
    `/.${spelt}`,
    `${spelt}//users`,
  ];
}

function wrongWay({ host, path, expects }: Probe, route: Route | undefined, refused: boolean): string | undefined {
  const is = refused
    ? 'refused (400)'
    : !route
      ? 'nothing (404)'
      : route.middlewares.includes('authelia')
        ? 'guarded'
        : 'open';
  if (expects.split(' or ').some((one) => is.startsWith(one)) || (refused && expects !== 'open')) return undefined;
  return `${host}${path} is ${is}, ${expects} was meant`;
}

/** Authelia's own reading of its file, and what it asks of whom at each guarded part. */
export const authelia =
  (program: AutheliaReader): Judge =>
  async (accepted) => {
    const written = configurationOf(accepted);
    if (!written) return [];
    const { door } = accepted.edit.scene.meant ?? {};
    const asked = door ? questionsOf(door) : [];
    const question = { ...written, requests: asked.map(({ url, user, groups }) => ({ url, user, groups })) };
    const answer = await program.ask(JSON.stringify(question), () => question);
    const misled =
      answer.problems.length > 0
        ? []
        : asked.flatMap(({ url, groups, level }, index) => {
            const is = answer.levels[index];
            return is === level ? [] : [`${url} for [${groups.join(', ')}] is ${is}, ${level} was meant`];
          });
    return problems('Authelia', [...answer.problems, ...answer.warnings, ...misled]);
  };

const everyGroup = ['admins', 'editors', 'marketing', 'accounting', 'developers', 'users'];

function questionsOf({ hosts, guarded, groups, level }: Door) {
  const paths = guarded.flatMap((path) => below(plainPath(path)));
  const who = [[], ...everyGroup.map((group) => [group])];
  return hosts.flatMap((host) =>
    paths.flatMap((path) =>
      who.map((own) => ({
        url: `https://${host.toLowerCase()}${path}`,
        user: 'somebody',
        groups: own,
        level: own.some((group) => groups.includes(group)) ? level : 'deny',
      })),
    ),
  );
}

function configurationOf({ model }: Accepted) {
  const inSecurity = model.documents
    .map(({ manifest }) => manifest)
    .filter(({ metadata }) => metadata.namespace === 'security');
  const config = inSecurity.find(({ kind, metadata }) => kind === 'ConfigMap' && metadata.name === 'authelia-config');
  const workload = inSecurity.find(({ kind, metadata }) => kind === 'Deployment' && metadata.name === 'authelia');
  if (!config || !workload) return undefined;
  const variables: readonly { name: string; value?: string }[] = workload.spec.template.spec.containers[0].env;
  const environment = variables.flatMap(({ name, value }) => (value === undefined ? [] : [[name, value]]));
  return { text: String(Object.values(config.data)[0]), environment: Object.fromEntries(environment) };
}
