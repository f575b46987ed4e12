import { type SchemaError, validators } from '../../imports/validators.js';
import type { Finding } from '../model/finding.ts';
import type { Model } from '../model/model.ts';
import { stackFile } from '../reading/terraform.ts';
import { terraformProblems } from '../reading/terraform-schema.ts';
import type { Json } from '../reading/written.ts';

/** Check 10: what the target's schema refuses, unknown fields included. */
export function schema(model: Model): readonly Finding[] {
  return [
    ...model.documents.flatMap(({ path, manifest }) => manifestProblems(path, manifest)),
    ...model.stacks.flatMap((stack) =>
      terraformProblems(stack).map(({ where, what, got }) => ({
        check: 10,
        where: where.startsWith('terraform/') ? where : `${stackFile(stack.name)} ${where}`,
        what,
        got,
        cure: "compare the block with the provider's documentation of this version",
      })),
    ),
  ];
}

function manifestProblems(path: string, manifest: Json): readonly Finding[] {
  const kind = `${manifest.apiVersion}/${manifest.kind}`;
  const validate = validators[kind];
  if (!validate) {
    const cure = 'correct the kind, or run npm run import with its CRD';
    return [{ check: 10, where: path, what: 'a kind that no schema describes', got: kind, cure }];
  }
  if (validate(manifest)) return [];
  return [...(validate.errors ?? [])].map((error) => ({
    check: 10,
    where: path,
    what: `${kind} ${manifest.metadata?.name}: ${error.instancePath || 'the object'} ${problem(error)}`,
    got: value(manifest, error),
    cure: 'correct the field: the API server refuses it, or drops it in silence',
  }));
}

function problem({ keyword, params, message }: SchemaError): string {
  if (keyword === 'additionalProperties') return `has an unknown field '${params.additionalProperty}'`;
  if (keyword === 'required') return `lacks '${params.missingProperty}'`;
  if (keyword === 'enum') return `must be one of ${(params.allowedValues as unknown[]).join(', ')}`;
  return message ?? keyword;
}

function value(manifest: Json, { instancePath, keyword, params }: SchemaError): string {
  const keys = instancePath
    .split('/')
    .slice(1)
    .map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'));
  const found = keys.reduce((at: Json, key) => at?.[key], manifest);
  const shown = keyword === 'additionalProperties' ? found?.[params.additionalProperty as string] : found;
  return (JSON.stringify(shown) ?? 'nothing').slice(0, 120);
}
