import type { Image } from '../types.ts';
import { valueKind } from './value-kind.ts';

const part = '[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*';
const registry = '(?:[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?(?::[0-9]{1,5})?/)?';
const reference = new RegExp(`^${registry}${part}(?:/${part})*(?::[\\w][\\w.-]{0,127})?(?:@sha256:[a-f0-9]{64})?$`);

/** An image; that it has a tag, and none that moves, check 8 says. @see https://pkg.go.dev/github.com/distribution/reference */
export const imageReference = valueKind(
  {
    what: 'image',
    rule: 'name:tag, and @sha256: with 64 digits behind it if it is pinned, all of the name in lower case',
    reader: 'the container runtime',
  },
  (value) => (typeof value === 'string' && value.length <= 383 && reference.test(value) ? (value as Image) : undefined),
);
