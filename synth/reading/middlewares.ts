import type { Model } from '../model/model.ts';
import { at, type Fields, itemsOf, textMapOf, textOf } from './json.ts';
import { once } from './once.ts';
import { misshapen } from './schema.ts';
import { written } from './written.ts';

/** What a written Middleware of Traefik's does to a request, as far as anybody asks. */
export interface WrittenMiddleware {
  readonly asksAuthelia: boolean;
  /** It empties the identity headers that a client made up. */
  readonly dropsIdentity: boolean;
  readonly chain: readonly MiddlewareReference[];
}

export interface MiddlewareReference {
  readonly name: string;
  readonly namespace?: string;
}

/** What a backend takes for the truth about who is asking. */
export const identityHeaders = ['Remote-User', 'Remote-Groups', 'Remote-Email', 'Remote-Name'] as const;

/** By `namespace/name`. One that cannot be read may do all that is asked of it: the schema's word on it is enough. */
export const middlewares: (model: Model) => ReadonlyMap<string, WrittenMiddleware> = once((model) => {
  const unread = misshapen(model);
  return new Map(
    written(model, 'Middleware').map(({ path, id, spec }) => [id, unread.has(path) ? anything : middlewareOf(spec)]),
  );
});

const anything: WrittenMiddleware = { asksAuthelia: true, dropsIdentity: true, chain: [] };

function middlewareOf(spec: unknown): WrittenMiddleware {
  const headers = textMapOf(at(spec, 'headers', 'customRequestHeaders'));
  return {
    asksAuthelia: /^https?:\/\/authelia[.:]/.test(textOf(at(spec, 'forwardAuth', 'address')) ?? ''),
    dropsIdentity: identityHeaders.every((header) => headers[header] === ''),
    chain: itemsOf(at(spec, 'chain', 'middlewares')).flatMap(referenceOf),
  };
}

export function referenceOf({ name, namespace }: Fields): readonly MiddlewareReference[] {
  return typeof name === 'string' ? [{ name, namespace: textOf(namespace) }] : [];
}
