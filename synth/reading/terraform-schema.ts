import { type BlockError, blocks } from '../../imports/terraform-validators.js';
import type { Model, TerraformStackJson } from '../model/model.ts';
import { once } from './once.ts';
import { type Block, type BlockKind, blocksOf } from './terraform.ts';

/** Something that Terraform's `validate` would refuse. */
export interface TerraformProblem {
  /** File, address of the block and path inside it: `…/cdk.tf.json ovh_domain_zone_record.apex.ttl`. */
  readonly where: string;
  readonly what: string;
  readonly got: string;
  /** Something is missing, or of a type that nobody expects there. */
  readonly misshapen: boolean;
}

/** What every stack's providers refuse. */
export const blockProblems: (model: Model) => readonly TerraformProblem[] = once(({ stacks }) =>
  stacks.flatMap(terraformProblems),
);

/** Holds every provider, resource and data block of a stack against the provider's own schema, at every depth. */
export function terraformProblems(stack: TerraformStackJson): readonly TerraformProblem[] {
  return blocksOf(stack).flatMap((block) => {
    const validate = blocks[`${block.kind} ${block.type}`];
    if (!validate) return [stranger(block)];
    return validate(block.body) ? [] : (validate.errors ?? []).filter(isCause).map((error) => problem(block, error));
  });
}

function stranger({ kind, type, where }: Block): TerraformProblem {
  const what =
    kind === 'provider' ? 'no schema is imported for this provider' : `no schema is imported for this type of ${kind}`;
  return { where, what, got: `'${type}' (there are ${typesOf(kind).join(', ')})`, misshapen: true };
}

const typesOf = (kind: BlockKind): readonly string[] =>
  Object.keys(blocks).flatMap((key) => (key.startsWith(`${kind} `) ? [key.slice(kind.length + 1)] : []));

/** A block that may stand alone or in a list is told by `if`, whose own error says nothing. */
const isCause = ({ keyword }: BlockError): boolean => keyword !== 'if';

function problem({ where }: Block, error: BlockError): TerraformProblem {
  const misshapen = error.keyword === 'type' || error.keyword === 'required';
  const { inside = '', what, got } = words(error);
  return { where: `${where}${placeIn(error.instancePath)}${inside}`, what, got, misshapen };
}

interface Words {
  /** The argument that is meant, where it is not the place itself. */
  readonly inside?: string;
  readonly what: string;
  readonly got: string;
}

function words({ keyword, params, data, parentSchema }: BlockError): Words {
  if (keyword === 'required') return { inside: `.${params['missingProperty']}`, what: 'is required', got: 'nothing' };
  if (keyword === 'additionalProperties') {
    const name = params['additionalProperty'];
    const names = Object.keys(parentSchema.properties ?? {}).sort();
    return {
      inside: `.${name}`,
      what: 'the schema has no such argument',
      got: `'${name}' (it has ${names.join(', ')})`,
    };
  }
  if (keyword === 'minItems' || keyword === 'maxItems') {
    const most = keyword === 'minItems' ? 'at least' : 'at most';
    return { what: `wants ${most} ${params['limit']} of these blocks`, got: String((data as unknown[]).length) };
  }
  return { what: wanted(parentSchema.description), got: shown(data) };
}

/** `/plan/0/duration` as Terraform would write it: `.plan[0].duration`. */
const placeIn = (pointer: string): string =>
  pointer
    .replaceAll(/\/(\d+)(?=\/|$)/g, '[$1]')
    .replaceAll('/', '.')
    .replaceAll('~1', '/')
    .replaceAll('~0', '~');

const providersOwn = 'set by the provider alone';

const wanted = (description = 'what the schema wants'): string =>
  description === providersOwn ? `is ${providersOwn} and cannot be given` : `is not ${description}`;

const shown = (value: unknown): string => (JSON.stringify(value) ?? 'nothing').slice(0, 80);
