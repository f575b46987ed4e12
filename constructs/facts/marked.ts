import { createHash } from 'node:crypto';

/**
 * A name that had to be changed or cut, with a mark of what it was made of: two texts never come to one name.
 *
 * @param longest characters that the name may have
 */
export function marked(name: string, of: string, longest: number): string {
  const mark = createHash('sha256').update(of).digest('hex').slice(0, 10);
  return `${name.slice(0, longest - mark.length - 1)}-${mark}`;
}
