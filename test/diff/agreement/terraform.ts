import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { grouped } from '../../../constructs/facts/grouped.ts';
import type { Fields } from '../../support/manifests.ts';
import type { Plan } from './answers.ts';

/** A block before and after, under an address that no other has. */
export interface Change {
  /** `ovh_vps.quay`. */
  readonly address: string;
  readonly before?: Fields;
  readonly after?: Fields;
}

type Attributes = Readonly<Record<string, Attribute>>;

interface Attribute {
  readonly type?: unknown;
  readonly nested_type?: { readonly attributes: Attributes; readonly nesting_mode: string };
  readonly required?: boolean;
  readonly optional?: boolean;
}
export type Schema = Readonly<Record<string, Attributes>>;

const provider = 'registry.terraform.io/ovh/ovh';
const version = '2.19.0';

/** What the schema of `imports/` says of each resource. */
export function ovhSchema(root: string): Schema {
  const all = JSON.parse(readFileSync(join(root, 'imports/ovh/schema.json'), 'utf8'));
  const resources = all.provider_schemas[provider].resource_schemas as Record<string, { block: { attributes: never } }>;
  return Object.fromEntries(Object.entries(resources).map(([name, { block }]) => [name, block.attributes]));
}

/** Terraform with OVH's real provider, which is asked for a plan and nothing else. Of OVH's API it wants to know the time and its own name. */
export class Terraform {
  private readonly folder = mkdtempSync(join(tmpdir(), 'agree-'));

  private constructor(
    private readonly schema: Schema,
    private readonly api: Server,
    readonly version: string,
  ) {}

  /** @throws when there is no Terraform, or no provider in TF_CLI_CONFIG_FILE's mirror */
  static async start(schema: Schema): Promise<Terraform> {
    const api = createServer(({ url }, response) =>
      response.end(url?.endsWith('/auth/time') ? String(Math.floor(Date.now() / 1000)) : '{}'),
    );
    await new Promise<void>((resolve) => api.listen(0, '127.0.0.1', resolve));
    const { out } = await run(tmpdir(), 'version', '-json');
    const terraform = new Terraform(schema, api, JSON.parse(out).terraform_version);
    await terraform.init();
    return terraform;
  }

  stop(): void {
    this.api.close();
  }

  private async init(): Promise<void> {
    const endpoint = `http://127.0.0.1:${(this.api.address() as AddressInfo).port}/1.0`;
    this.write('main.tf.json', {
      terraform: { required_providers: { ovh: { source: 'ovh/ovh', version } }, backend: { local: {} } },
      provider: { ovh: { endpoint, application_key: 'a', application_secret: 'b', consumer_key: 'c' } },
    });
    const { ok, err } = await run(this.folder, 'init', '-no-color', '-input=false');
    if (!ok) throw new Error(`Terraform finds no provider ${version} of OVH (README.md): ${err}`);
  }

  /** What is planned for each address; what `prevent_destroy` stops is found by a second plan. */
  async plans(changes: readonly Change[]): Promise<ReadonlyMap<string, Plan>> {
    const stopped = await this.prevented(changes);
    const noisy = await this.unsettled(changes);
    const found = await this.planned(changes);
    const plans = [...found].map(([address, one]): [string, Plan] => [
      address,
      stopped.has(address) ? 'prevented' : one,
    ]);
    return new Map(plans.filter(([address, one]) => one !== 'update' || !noisy.has(address)));
  }

  /** What would change although nothing does: a piece is not all that a state holds, and a change of it tells nothing. */
  private async unsettled(changes: readonly Change[]): Promise<ReadonlySet<string>> {
    const same = changes.map(({ address, before }) => ({ address, before, after: before }));
    return new Set([...(await this.planned(same))].flatMap(([address, one]) => (one === 'update' ? [address] : [])));
  }

  private async planned(changes: readonly Change[]): Promise<ReadonlyMap<string, Plan>> {
    this.lay(changes, ({ lifecycle: { prevent_destroy: _, ...lifecycle } = {}, ...rest }) => ({ ...rest, lifecycle }));
    const { ok, out, err } = await run(this.folder, ...plan, '-out=plan');
    if (!ok) throw new Error(`Terraform plans nothing: ${out}${err}`);
    const { resource_changes = [] } = JSON.parse((await run(this.folder, 'show', '-json', 'plan')).out);
    return new Map((resource_changes as Fields[]).map(({ address, change }) => [address, actionOf(change.actions)]));
  }

  private async prevented(changes: readonly Change[]): Promise<ReadonlySet<string>> {
    this.lay(changes, (body) => body);
    const { err } = await run(this.folder, ...plan);
    return new Set(
      [...err.matchAll(/Resource (\S+) has\s+lifecycle\.prevent_destroy/g)].map(([, address = '']) => address),
    );
  }

  private lay(changes: readonly Change[], settled: (body: Fields) => Fields): void {
    const resource = Object.fromEntries(
      [...grouped(changes, ({ address }) => typeOf(address))].map(([type, own]) => [
        type,
        Object.fromEntries(
          own.flatMap(({ address, after }) =>
            after ? [[nameOf(address), settled(this.complete(address, after))]] : [],
          ),
        ),
      ]),
    );
    this.write('pairs.tf.json', { resource });
    const resources = changes.flatMap(({ address, before }) => (before ? [this.stateOf(address, before)] : []));
    this.write('terraform.tfstate', {
      version: 4,
      terraform_version: this.version,
      serial: 1,
      lineage: 'agree',
      outputs: {},
      resources,
    });
  }

  private stateOf(address: string, body: Fields): Fields {
    const { lifecycle: _, ...attributes } = this.complete(address, body);
    return {
      ...{ mode: 'managed', type: typeOf(address), name: nameOf(address), provider: `provider["${provider}"]` },
      instances: [
        { schema_version: 0, attributes: { ...(this.schema[typeOf(address)]?.id && { id: 'one' }), ...attributes } },
      ],
    };
  }

  /** With every attribute that must be there: the pieces of the corpus say only what they are about. */
  private complete(address: string, { '//': _, lifecycle, ...own }: Fields): Fields {
    return { ...filled(own, this.schema[typeOf(address)] ?? {}), ...(lifecycle && { lifecycle }) };
  }

  private write(name: string, content: unknown): void {
    writeFileSync(join(this.folder, name), JSON.stringify(content, null, 1));
  }
}

const plan: readonly string[] = ['plan', '-no-color', '-refresh=false', '-lock=false', '-input=false'];

function run(cwd: string, ...words: readonly string[]): Promise<{ ok: boolean; out: string; err: string }> {
  const env = { ...process.env, CHECKPOINT_DISABLE: '1' };
  return new Promise((resolve) => {
    execFile('terraform', [...words], { cwd, env, maxBuffer: 2 ** 28 }, (error, out, err) =>
      resolve({ ok: error === null, out, err }),
    );
  });
}

const typeOf = (address: string): string => address.split('.')[0] ?? '';
const nameOf = (address: string): string => address.split('.')[1] ?? '';

function actionOf(actions: readonly string[]): Plan {
  if (actions.length > 1) return 'replace';
  return actions[0] as Plan;
}

function filled(own: Fields, attributes: Attributes): Fields {
  // A provider takes the project from the environment where nothing is said, and ours is said.
  const missing = Object.entries(attributes).filter(
    ([name, one]) => (one.required || (one.optional && name === 'service_name')) && own[name] === undefined,
  );
  const inner = Object.entries(own).map(([name, value]) => [name, filledInside(value, attributes[name]?.nested_type)]);
  return {
    ...Object.fromEntries(missing.map(([name, one]) => [name, exampleOf(name, one)])),
    ...Object.fromEntries(inner),
  };
}

function filledInside(value: unknown, nested: Attribute['nested_type']): unknown {
  if (!nested || typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((item) => filledInside(item, nested));
  return filled(value, nested.attributes);
}

/** Two values of attributes that do not take any. */
const taken: Readonly<Record<string, readonly [unknown, unknown]>> = {
  keymap: ['fr', 'us'],
  netboot_mode: ['local', 'rescue'],
  offer_type: ['ssd', 'cloud'],
  state: ['running', 'stopped'],
  status: ['enabled', 'disabled'],
  sse_algorithm: ['AES256', 'plaintext'],
  mode: ['compliance', 'governance'],
  period: ['P1D', 'P2D'],
  ttl: [60, 120],
  ovh_subsidiary: ['fr', 'de'],
  payment_mean: ['fidelity', 'ovh-account'],
  fieldtype: ['A', 'AAAA'],
  type: ['visible', 'invisible'],
  version: ['2018v1', '2019v1'],
  delete_marker_replication: ['enabled', 'disabled'],
  storage_class: ['STANDARD', 'STANDARD_IA'],
  date: ['2027-01-01', '2027-01-02'],
  ip: ['192.0.2.0/24', '198.51.100.0/24'],
  ip_reverse: ['192.0.2.1', '192.0.2.2'],
};

/** A value that an attribute takes, or another one. */
export function exampleOf(name: string, { type, nested_type: nested }: Attribute, other = false): unknown {
  const known = taken[name];
  if (known) return known[other ? 1 : 0];
  if (nested) {
    const own = Object.entries(nested.attributes).filter(([, one]) => one.required || (other && one.optional));
    const inner = Object.fromEntries(own.map(([key, one]) => [key, exampleOf(key, one, other)]));
    return nested.nesting_mode === 'single' ? inner : [inner];
  }
  if (type === 'string') return other ? 'other' : 'one';
  if (type === 'number') return other ? 2 : 1;
  if (type === 'bool') return other;
  const [kind, item] = type as [string, unknown];
  if (kind === 'map') return { a: exampleOf('', { type: item }, other) };
  return kind === 'object' ? {} : [exampleOf('', { type: item }, other)];
}
