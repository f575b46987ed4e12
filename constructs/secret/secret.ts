import { createHash } from 'node:crypto';
import { Construct } from 'constructs';
import type { Phase } from '../../platform/types.ts';
import { secretKey } from '../../platform/values/names.ts';
import { dueAfter, keyBits, secretLength } from '../../platform/values/numbers.ts';
import { landmarks } from '../facts/landmarks.ts';
import { neverText } from '../facts/never-text.ts';
import { appOf, platformOf } from '../facts/platform-app.ts';
import { taken } from '../facts/taken.ts';
import { SealedSecret } from './sealed-secret.ts';

/** The user of a database whose password a value is. The database keeps it, and reads the Secret when it is made alone. */
export interface DatabaseUser {
  readonly engine: 'mariadb' | 'mysql' | 'postgresql';
  readonly name: string;
  /** Each is a user of its own to MySQL and MariaDB; PostgreSQL knows none. */
  readonly hosts: readonly string[];
}

/** When a value is due for another one, and what that takes. */
export interface Rotation {
  /** Days after which it is due; `never` gives the reason. Default: by the recipe, in `rotation.ts`. */
  readonly rotate?: number | { readonly never: string };
  /** What a person does, beside the restart, for a new value to hold. */
  readonly after?: string;
  /** Whom a database must be told of first: both passwords hold there until everybody has the new one. */
  readonly database?: DatabaseUser;
}

/** What a value that a person says looks like to its reader: one line, a URL with a host, or YAML of several lines. */
export type ValueForm = 'line' | 'url' | 'yaml';

/** How a secret value comes to be, and how long it is good for. */
export type Recipe = Making & Rotation;

type Making =
  /** Made by `npm run secrets`: `length` characters of letters and digits, which no URL, shell or INI file mistakes. */
  | { readonly from: 'random'; readonly length: number }
  /** An RSA private key in PEM. */
  | { readonly from: 'rsa'; readonly bits: number }
  /** Known to a person. Default of its form: one line. `reserved`: who may not stand among the `users` of its YAML. */
  | {
      readonly from: 'given';
      readonly what: string;
      readonly form?: ValueForm;
      readonly reserved?: readonly string[];
    }
  /** An output of a Terraform stack. */
  | { readonly from: 'terraform'; readonly stack: string; readonly output: string }
  /** The PBKDF2-SHA512 digest of another value, as Authelia keeps client secrets; it follows that value. */
  | { readonly from: 'digest'; readonly of: SecretReference };

export const random = (length = 40, rotation: Rotation = {}): Recipe => ({ from: 'random', length, ...rotation });
export const rsaKey = (bits = 4096, rotation: Rotation = {}): Recipe => ({ from: 'rsa', bits, ...rotation });
export const given = (
  what: string,
  more: Rotation & { readonly form?: ValueForm; readonly reserved?: readonly string[] } = {},
): Recipe => ({ from: 'given', what, ...more });
export const terraformOutput = (stack: string, output: string, rotation: Rotation = {}): Recipe => ({
  from: 'terraform',
  stack,
  output,
  ...rotation,
});
export const digest = (of: SecretReference): Recipe => ({ from: 'digest', of });

/**
 * How Vault replaces a service's login to its database. `leased`: it makes a user for each pod, and drops it when the pod's
 * agent is gone. `rotated`: the one user stays, its password changes; for what cannot live with a user that goes away.
 */
export type LoginKind = 'leased' | 'rotated';

/** What holds secret values under keys: a claim of ours, or a login that Vault makes. */
export interface ValueSource {
  readonly namespace: string;
  readonly name: string;
  readonly backend: SecretBackend;
  /** Where Vault's agent reads it. */
  readonly readPath: string;
  /** Where in Vault's answer the keys are, as a template says it. */
  readonly readFields: '.Data' | '.Data.data';
  /** Vault replaces its values by itself: `rotated` in place, or `leased` to each agent that asks. */
  readonly changing?: LoginKind;
}

/** One key of what holds values: a place, never a value. */
export interface ValueReference {
  readonly kind: 'value';
  readonly secret: ValueSource;
  readonly key: string;
}

/** One key of a secret that is claimed. */
export interface SecretReference extends ValueReference {
  readonly secret: SecretClaim;
}

const endsWithAgent: Readonly<Record<LoginKind, boolean>> = { leased: true, rotated: false };

/** Whether each agent that reads it gets a value of its own, which ends with that agent. */
export const isLeased = ({ secret: { changing } }: ValueReference): boolean =>
  changing !== undefined && endsWithAgent[changing];

/** The path of a file that holds a secret value, for images that read `*_FILE`. */
export interface SecretFile {
  readonly kind: 'file';
  readonly file: ValueReference;
}

/** Hands a secret over as a file: the environment variable holds its path. */
export function fileOf(reference: ValueReference): SecretFile {
  return neverText(
    { kind: 'file', file: reference } as const,
    `the file of '${reference.key}' of ${reference.secret.name}`,
  );
}

/** The folder of a pod's secret files. */
export const secretFolder = '/secrets';

/** The name of a secret's file in that folder. */
export const fileNameOf = ({ secret, key }: ValueReference): string => `${secret.name}.${key}`;

/** Where a pod finds a secret's file; the same in every phase, so that moving between backends changes no service. */
export const pathOf = (reference: ValueReference): string => `${secretFolder}/${fileNameOf(reference)}`;

/** Where values come from. Phase 1: a Secret that is there already; 2: a SealedSecret; 3: Vault's agent. */
export type SecretBackend = 'existing' | 'sealed' | 'vault';

/** Who brings a backend's values to a pod: Kubernetes, out of a Secret of its namespace, or Vault's agent. */
const bringers: Readonly<Record<SecretBackend, 'kubernetes' | 'agent'>> = {
  existing: 'kubernetes',
  sealed: 'kubernetes',
  vault: 'agent',
};

/** Whether a value reaches a pod by Vault's agent. */
export const fromVault = ({ secret }: ValueReference): boolean => bringers[secret.backend] === 'agent';

export function backendOf(phase: Phase): SecretBackend {
  return ({ 1: 'existing', 2: 'sealed', 3: 'vault' } as const)[phase];
}

/** Vault's KV v2 mount. */
export const kvMount = 'secret';

/**
 * The key beside the values from which what feeds Vault tells a new sealing from the last one. It stands in the Secret itself, not
 * in an annotation or a list: values and digest reach a pod together or not at all. No declared key begins with a dot.
 */
export const feedDigest = '.digest';

export interface SecretClaimProps {
  readonly namespace: string;
  readonly name: string;
  readonly keys: Readonly<Record<string, Recipe>>;
  /** Default: what the phase says. `existing` for what must be there before GitOps runs: the host layer lays it down. */
  readonly backend?: SecretBackend;
  /** What is no secret in it but must be there: an engine finds its repository by a label, say. */
  readonly beside?: {
    readonly labels?: Readonly<Record<string, string>>;
    readonly data?: Readonly<Record<string, string>>;
  };
}

/**
 * A secret that a service needs: its name, its keys and how each value is made. The value itself is nowhere in the model.
 *
 * @throws when a key has characters that a Secret or a file name would not take, or a recipe makes no good value.
 */
export class SecretClaim extends Construct implements ValueSource {
  readonly readFields = '.Data.data';
  readonly namespace: string;
  readonly name: string;
  readonly keys: Readonly<Record<string, Recipe>>;
  readonly backend: SecretBackend;
  readonly beside: SecretClaimProps['beside'];

  constructor(scope: Construct, id: string, props: SecretClaimProps) {
    super(scope, id);
    if (Object.keys(props.keys).length === 0)
      throw new Error(`${this.node.path}: the secret '${props.name}' holds nothing; name a key, or leave it out`);
    for (const [key, recipe] of Object.entries(props.keys)) {
      taken(this, `secret '${props.name}'`, secretKey, key);
      takeRecipe(this, key, recipe);
    }
    this.namespace = props.namespace;
    this.name = props.name;
    this.keys = props.keys;
    this.beside = props.beside;
    this.backend = props.backend ?? backendOf(platformOf(this).phase);
    if (this.backend !== 'existing') this.seal();
  }

  key(key: string): SecretReference {
    return neverText({ kind: 'value', secret: this, key } as const, `'${key}' of ${this.namespace}/${this.name}`);
  }

  /** Its path inside Vault's KV v2 mount. */
  get vaultPath(): string {
    return `${this.namespace}/${this.name}`;
  }

  get readPath(): string {
    return `${kvMount}/data/${this.vaultPath}`;
  }

  /** Namespace and name of each Secret that a value is sealed for: the service's own (phase 2) and Vault's (phase 3). */
  get homes(): { readonly sealed: string; readonly vault: string } {
    return {
      sealed: `${this.namespace}/${this.name}`,
      vault: `${landmarks.vault.namespace}/vault-feed.${this.namespace}.${this.name}`,
    };
  }

  /** The home that the backend reads from; undefined in phase 1. */
  get home(): string | undefined {
    return this.backend === 'existing' ? undefined : this.homes[this.backend];
  }

  private seal(): void {
    const home = this.home as string;
    const [namespace, name] = home.split('/') as [string, string];
    const encryptedData = pick(appOf(this).sealed[home]?.encryptedData ?? {}, Object.keys(this.keys));
    new SealedSecret(this, 'sealed', {
      namespace,
      name,
      encryptedData,
      ...(this.backend === 'vault' && {
        annotations: { 'uyoop.fr/vault-path': this.vaultPath },
        data: { [feedDigest]: digestOf(encryptedData) },
      }),
    });
  }
}

function takeRecipe(claim: SecretClaim, key: string, recipe: Recipe): void {
  if (recipe.from === 'random') taken(claim, `length of '${key}'`, secretLength, recipe.length);
  if (recipe.from === 'rsa') taken(claim, `bits of '${key}'`, keyBits, recipe.bits);
  if (typeof recipe.rotate === 'number') taken(claim, `rotate of '${key}'`, dueAfter, recipe.rotate);
}

/** Of the ciphertext, so that it says nothing of the values, and changes whenever somebody sealed one of them anew. */
function digestOf(encryptedData: Readonly<Record<string, string>>): string {
  const sorted = Object.entries(encryptedData).sort(([a], [b]) => (a < b ? -1 : 1));
  return createHash('sha256').update(JSON.stringify(sorted)).digest('hex').slice(0, 32);
}

function pick(values: Readonly<Record<string, string>>, keys: readonly string[]): Record<string, string> {
  return Object.fromEntries(keys.flatMap((key) => (values[key] === undefined ? [] : [[key, values[key]]])));
}
