import { Construct } from 'constructs';
import { neverText } from '../facts/never-text.ts';
import { Edge } from '../network/edge.ts';
import type { Workload } from '../pod/workload.ts';
import type { LoginKind, SecretReference, ValueReference, ValueSource } from '../secret/secret.ts';
import { vaultCaller, vaultRole } from '../secret/vault-server.ts';

export interface DatabaseLoginProps {
  readonly kind: LoginKind;
  readonly server: Workload;
  /** Name of the database, and of the user that the server was made with. */
  readonly database: string;
  /** Password of the server's `root`, with which Vault comes. */
  readonly admin: SecretReference;
}

/** A login to one database that Vault makes and replaces; its connection and its role there bear one name. */
export class DatabaseLogin extends Construct implements ValueSource {
  readonly backend = 'vault';
  readonly readFields = '.Data';
  readonly namespace: string;
  /** As of the secret that holds the server's own passwords, so that files keep their paths. */
  readonly name: string;
  readonly changing: LoginKind;
  readonly role: string;
  readonly database: string;
  readonly admin: SecretReference;
  /** Host and port of the server. */
  readonly address: string;

  constructor(scope: Construct, id: string, props: DatabaseLoginProps) {
    super(scope, id);
    this.admin = props.admin;
    this.namespace = this.admin.secret.namespace;
    this.name = this.admin.secret.name;
    this.changing = props.kind;
    this.role = vaultRole(this.namespace, this.name);
    this.database = props.database;
    this.address = props.server.address;
    new Edge(this, 'from-vault', { from: vaultCaller, to: props.server });
  }

  get readPath(): string {
    return `${databaseMount}/${credentials[this.changing]}/${this.role}`;
  }

  /** The user that logs in: one of each agent's own, or the one that the server was made with. */
  get user(): string | ValueReference {
    return { leased: this.key('username'), rotated: this.database }[this.changing];
  }

  get password(): ValueReference {
    return this.key('password');
  }

  private key(key: 'username' | 'password'): ValueReference {
    return neverText({ kind: 'value', secret: this, key } as const, `'${key}' of ${this.namespace}/${this.name}`);
  }
}

/** Where Vault's database engine hands out logins of each kind. */
const credentials: Readonly<Record<LoginKind, string>> = { leased: 'creds', rotated: 'static-creds' };

/** Where Vault's database engine is mounted. */
export const databaseMount = 'database';
