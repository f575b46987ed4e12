import { ApiObject, Lazy } from 'cdk8s';
import { PlatformApp } from '../../constructs/facts/platform-app.ts';

type Fields = Record<string, unknown>;

/** What cdk8s keeps of an object and does not show. */
interface Hidden {
  readonly props: Fields;
  readonly patches: readonly unknown[];
  readonly metadata: Fields & { readonly _additionalAttributes: Fields };
}

/** cdk8s's own way, which ours must not differ from. */
export const libraryJson = ApiObject.prototype.toJson;

/**
 * The one place that bypasses cdk8s: it walks four times through each object, and at every value lists the keys above and climbs to
 * the app. Here that is one walk. The generated classes call it as they call cdk8s's.
 */
ApiObject.prototype.toJson = function (this: ApiObject) {
  const { root } = this.node;
  const { patches } = this as unknown as Hidden;
  // Another app may have resolvers of its own.
  if (!(root instanceof PlatformApp) || patches.length > 0) return libraryJson.call(this);
  try {
    return plainJson(this as unknown as Hidden, root);
  } catch (error) {
    if (error === unknownKind) return libraryJson.call(this);
    throw new Error(`Failed serializing construct at path '${this.node.path}' with name '${this.name}': ${error}`);
  }
};

/** Thrown at a value that only cdk8s can judge. */
const unknownKind = Symbol('neither JSON nor lazy');

function plainJson({ props, metadata }: Hidden, { lazyValues }: PlatformApp): Fields {
  const {
    _additionalAttributes: further,
    name,
    namespace,
    annotations,
    finalizers,
    ownerReferences,
    labels,
  } = metadata;
  const standing = { ...further, name, namespace, annotations, finalizers, ownerReferences, labels };
  const { apiVersion, kind, metadata: _, ...rest } = props;
  const filled = new Walk(lazyValues, { keepsEmpty: false }).value(standing);
  const others = new Walk(lazyValues, { keepsEmpty: true }).value(rest);
  return { apiVersion, kind, ...(filled !== undefined && { metadata: filled }), ...(others as Fields) };
}

/** Makes lazy values, drops what is not there, and sorts keys. */
class Walk {
  constructor(
    private readonly lazyValues: PlatformApp['lazyValues'],
    private readonly is: { readonly keepsEmpty: boolean },
  ) {}

  value(value: unknown): unknown {
    if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
    if (value === undefined || value === null) return undefined;
    if (Array.isArray(value)) return this.items(value);
    if (value instanceof Lazy) return this.value(this.lazyValues.made(value));
    if (typeof value !== 'object' || 'resolve' in value) throw unknownKind;
    if (value.constructor === Object) return this.fields(value as Fields);
    return union(value);
  }

  private items(items: readonly unknown[]): unknown {
    return this.is.keepsEmpty || items.length > 0 ? items.map((item) => this.value(item)) : undefined;
  }

  private fields(fields: Fields): Fields | undefined {
    const kept: Fields = {};
    let isEmpty = true;
    for (const key of Object.keys(fields).sort()) {
      const value = this.value(fields[key]);
      if (value === undefined) continue;
      kept[key] = value;
      isEmpty = false;
    }
    return this.is.keepsEmpty || !isEmpty ? kept : undefined;
  }
}

/** `IntOrString` and `Quantity`, whose only field the generated classes write. */
function union(value: object): unknown {
  if ('value' in value && (typeof value.value === 'number' || typeof value.value === 'string'))
    return { value: value.value };
  throw unknownKind;
}
