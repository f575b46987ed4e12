import { Construct } from 'constructs';
import type { Bytes, Image, Resources } from '../platform/types.ts';
import type { Backup } from './claim.ts';
import type { Endpoint, Peer } from './endpoint.ts';
import type { EnvValue, MountSource } from './pod.ts';
import type { Probe } from './probe.ts';
import { type Recipe, random, type SecretReference } from './secret.ts';
import type { Service } from './service.ts';
import { scratch } from './volume.ts';
import type { Workload } from './workload.ts';

export interface DatabaseProps {
  readonly size: Bytes;
  readonly backup: Backup;
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
  readonly scratch: Readonly<Record<string, MountSource>>;
  readonly probe: Probe;
  readonly secrets: Readonly<Record<string, Recipe>>;
  env(database: string, secrets: Readonly<Record<string, SecretReference>>): Readonly<Record<string, EnvValue>>;
  dump(database: string): readonly string[];
}

/**
 * A database that belongs to one service: server, volume, password, and the dump that a backup begins with. It is an
 * endpoint: `reaches: [database]`.
 */
export abstract class Database extends Construct implements Endpoint {
  readonly name: string;
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly user: string;
  readonly password: SecretReference;
  private readonly server: Workload;

  constructor(scope: Service, id: string, props: DatabaseProps, engine: Engine) {
    super(scope, id);
    this.database = props.database ?? scope.node.id;
    this.user = this.database;
    const secrets: Readonly<Record<string, SecretReference>> = scope.secret(id, engine.secrets);
    this.password = secrets.password as SecretReference;
    const labels = { 'app.kubernetes.io/name': scope.node.id, 'app.kubernetes.io/component': id };
    const dump = { pod: labels, command: engine.dump(this.database) };
    const data = scope.volume(id, { size: props.size, backup: props.backup, dump });
    this.server = scope.workload(id, {
      kind: 'StatefulSet',
      image: engine.image,
      entrypoint: engine.entrypoint,
      args: [...engine.args, ...(props.args ?? [])],
      user: engine.user,
      group: engine.group,
      ports: { database: engine.port },
      env: engine.env(this.database, secrets),
      volumes: { [engine.data]: data, ...engine.scratch, '/tmp': scratch('256Mi') },
      resources: props.resources ?? engine.resources,
      probe: engine.probe,
      graceSeconds: 120,
    });
    this.name = this.server.name;
    this.host = this.server.host;
    this.port = engine.port;
  }

  get peers(): readonly Peer[] {
    return this.server.peers;
  }
}

/** A database reads a password when it is made, never again. */
const after = { after: 'change it in the database first (ALTER USER): it does not read the Secret again' };
/** The password of the application's user. */
export const ownPassword = random(40, after);
/** That, and the server's own. */
export const twoPasswords = { password: ownPassword, 'root-password': random(40, after) } as const;
