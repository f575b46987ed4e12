import { Construct } from 'constructs';
import type { Bytes, Image, Resources } from '../../platform/types.ts';
import { databaseName } from '../../platform/values/names.ts';
import { oneOf } from '../../platform/values/value-kind.ts';
import type { Backup, DumpCommands } from '../facts/claim.ts';
import { freshId } from '../facts/fresh-id.ts';
import { taken } from '../facts/taken.ts';
import type { Endpoint, Peer } from '../network/endpoint.ts';
import type { EnvValue } from '../pod/env.ts';
import { type Folder, scratch } from '../pod/folder.ts';
import type { Probe } from '../pod/probe.ts';
import type { Workload } from '../pod/workload.ts';
import type { LoginKind } from '../secret/secret.ts';
import { type Recipe, random, type SecretReference, type ValueReference } from '../secret/secret.ts';
import type { Service } from '../service/service.ts';
import { DatabaseLogin } from './database-login.ts';

export interface DatabaseProps {
  readonly size: Bytes;
  readonly backup: Backup;
  /** How Vault replaces the application's login, in its phase. Default: not at all, a person rotates it. */
  readonly login?: LoginKind;
  /** Name of the database and of its user. Default: the service's name. */
  readonly database?: string;
  readonly resources?: Resources;
  /** Further flags of the server. */
  readonly args?: readonly string[];
}

/** What the three database servers differ in. */
export interface Engine {
  readonly image: Image;
  readonly port: number;
  /** User and group that the image's server runs as. */
  readonly user: number;
  readonly group: number;
  readonly entrypoint: readonly string[];
  readonly args: readonly string[];
  readonly resources: Resources;
  /** Folder that the volume is mounted at. */
  readonly data: string;
  /** Other folders that the server writes to. */
  readonly scratch: Readonly<Record<string, Folder>>;
  readonly probe: Probe;
  /** The recipes of its passwords, by key, for a database and its user of one name. */
  secrets(database: string): { readonly password: Recipe } & Readonly<Record<string, Recipe>>;
  /** The key of `root`'s password, where the server has a user of that name that Vault may come as. */
  readonly admin?: string;
  env(database: string, secrets: Readonly<Record<string, SecretReference>>): Readonly<Record<string, EnvValue>>;
  dump(database: string): Required<DumpCommands>;
}

const loginKind = oneOf<LoginKind>('login', { leased: true, rotated: true });

/**
 * A database that belongs to one service: server, volume, password, and the dump that a backup begins with. It is an
 * endpoint: `reaches: [database]`.
 */
export abstract class Database extends Construct implements Endpoint {
  readonly port: number;
  readonly database: string;
  /** The application's user, or where it finds its name. */
  readonly user: string | ValueReference;
  readonly password: ValueReference;
  private readonly server: Workload;

  constructor(scope: Service, id: string, props: DatabaseProps, engine: Engine) {
    super(scope, freshId(scope, id));
    // A service may have a dash in its name, which no server wants in a database's.
    this.database = taken(this, 'database', databaseName, props.database ?? scope.node.id.replaceAll('-', '_'));
    if (props.login !== undefined) taken(this, 'login', loginKind, props.login);
    const kind = scope.secretBackend === 'vault' ? props.login : undefined;
    const own = engine.secrets(this.database);
    const recipes = kind ? { ...own, password: firstPassword } : own;
    const secrets: Readonly<Record<string, SecretReference>> = scope.secret(id, recipes);
    const dump = { workload: id, ...engine.dump(this.database) };
    const data = scope.volume(id, { size: props.size, backup: props.backup, dump });
    this.server = scope.workload(id, {
      ...program(engine),
      args: [...engine.args, ...(props.args ?? [])],
      env: engine.env(this.database, secrets),
      volumes: { [engine.data]: data, ...engine.scratch, '/tmp': scratch('256Mi') },
      resources: props.resources ?? engine.resources,
    });
    this.port = engine.port;
    const login = kind && this.replaced(kind, secrets[engine.admin ?? '']);
    this.user = login?.user ?? this.database;
    this.password = login?.password ?? (secrets.password as SecretReference);
  }

  private replaced(kind: LoginKind, admin: SecretReference | undefined): DatabaseLogin {
    if (!admin) throw new Error(`${this.node.path}: has no root that Vault could come as: leave its login out`);
    const { server, database } = this;
    return new DatabaseLogin(this, 'login', { kind, server, database, admin });
  }

  get name(): string {
    return this.server.name;
  }

  get host(): string {
    return this.server.host;
  }

  get peers(): readonly Peer[] {
    return this.server.peers;
  }
}

/** The server, whatever its database is called. */
const program = ({ image, entrypoint, user, group, port, probe }: Engine) =>
  ({
    kind: 'StatefulSet',
    // Its secret holds root's password too.
    ownAccount: true,
    image,
    entrypoint,
    user,
    group,
    ports: { database: port },
    probe,
    graceSeconds: 120,
  }) as const;

/** Proof of a dump in SQL, whose last line its program writes when it is done. */
export const endsWith = (line: string): readonly string[] => [
  '/bin/sh',
  '-c',
  `case "$(tail -n 1)" in "${line}"*) ;; *) exit 1 ;; esac`,
];

/** The same where Vault takes over from the first day on. */
const firstPassword = random(40, { rotate: { never: 'read once, when the database is made; Vault replaces it' } });

/** A password of its application's user and one of `root`, whom the images of MySQL and MariaDB make twice. */
export const twoPasswords = (engine: 'mariadb' | 'mysql') => (database: string) => ({
  password: random(40, { database: { engine, name: database, hosts: ['%'] } }),
  'root-password': random(40, { database: { engine, name: 'root', hosts: ['localhost', '%'] } }),
});
