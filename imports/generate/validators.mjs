import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import Ajv from 'ajv';
import standaloneCode from 'ajv/dist/standalone/index.js';
import { build } from 'esbuild';
import { byCodeUnit, imports, marker } from './files.mjs';
import { patched } from './patches.mjs';
import { readSchemas } from './schemas.mjs';
import { terraformSchemas } from './terraform-schemas.mjs';

/** Schemas -> imports/validators.js and imports/terraform-validators.js: compiled here once, so that synth compiles nothing. */
export async function generateValidators() {
  await writeFile(join(imports, 'validators.js'), await compiled(await readSchemas(), 'validators'));
  await writeFile(join(imports, 'validators.d.ts'), declarations);
  // An error brings its schema along: the names that a block does take, and what is wanted in words.
  await writeFile(join(imports, 'terraform-validators.js'), await compiled(await terraformSchemas(), 'blocks', { verbose: true }));
  await writeFile(join(imports, 'terraform-validators.d.ts'), blockDeclarations);
}

async function compiled({ shared, kinds }, table, more) {
  const keys = [...kinds.keys()].sort(byCodeUnit);
  const names = keys.map((_, index) => `kind${index}`);
  const ajv = new Ajv({ ...options, ...more });
  shared.forEach((schema) => ajv.addSchema(schema));
  keys.forEach((key, index) => ajv.addSchema(kinds.get(key), names[index]));
  const code = patched(standaloneCode(ajv, Object.fromEntries(names.map((name) => [name, name]))), [
    { why: 'one table instead of many exports', find: /export const (kind\d+) =/g, put: 'const $1 =', times: names.length },
  ]);
  const rows = keys.map((key, index) => `${JSON.stringify(key)}: ${names[index]}`).join(',\n');
  return bundled(`${code}\nexport const ${table} = Object.freeze({\n${rows}\n});\n`);
}

/** Every finding of an object is reported at once; a definition used by many kinds stays one function. */
const options = { allErrors: true, strictTypes: false, strictRequired: false, inlineRefs: false, code: { source: true, esm: true, lines: false } };

async function bundled(contents) {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: join(imports, 'generate') },
    bundle: true, write: false, format: 'esm', target: 'node20', minify: true, legalComments: 'none', charset: 'utf8', lineLimit: 160,
  });
  return `// ${marker}\n${outputFiles[0].text}`;
}

const declarations = `// ${marker}
/** One reason why an object is refused. */
export interface SchemaError {
  /** Where, as a JSON pointer: \`/spec/template/spec/containers/0\`. */
  readonly instancePath: string;
  /** Which rule: \`additionalProperties\` (an unknown field), \`required\`, \`type\`, \`enum\`, \`pattern\`, ... */
  readonly keyword: string;
  /** The rule's facts: \`additionalProperty\`, \`missingProperty\`, \`type\`, \`allowedValues\`, \`pattern\`, \`limit\`. */
  readonly params: Readonly<Record<string, unknown>>;
  readonly message?: string;
}

/** True if the object is valid; otherwise \`errors\` holds every reason, until the next call. */
export interface ValidateFunction {
  (object: unknown): boolean;
  readonly errors?: readonly SchemaError[] | null;
}

/** By \`apiVersion/Kind\`: \`v1/Service\`, \`apps/v1/Deployment\`, \`traefik.io/v1alpha1/IngressRoute\`. */
export declare const validators: Readonly<Record<string, ValidateFunction | undefined>>;
`;

const blockDeclarations = `// ${marker}
import type { SchemaError, ValidateFunction } from './validators.js';

/** An error that knows the schema it comes from. */
export interface BlockError extends SchemaError {
  readonly data: unknown;
  readonly parentSchema: {
    /** What is wanted, in words: 'a list of objects', 'set by the provider alone'. */
    readonly description?: string;
    /** What a block takes. */
    readonly properties?: Readonly<Record<string, unknown>>;
  };
}

export interface ValidateBlock extends ValidateFunction {
  readonly errors?: readonly BlockError[] | null;
}

/** By kind of block and type: \`provider ovh\`, \`resource ovh_vps\`, \`data ovh_me\`. */
export declare const blocks: Readonly<Record<string, ValidateBlock | undefined>>;
`;
