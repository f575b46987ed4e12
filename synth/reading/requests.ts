import { posix } from 'node:path';
import type { Door } from './doors.ts';
import type { Alternative, Predicate } from './route-match.ts';

/**
 * The path of a request as Traefik's entry points hand it to the rules: unreserved characters are decoded, dots and double
 * slashes resolved. `%2F` and `;` stay, and a backend may read a slash there, or the end of a segment.
 *
 * @see https://doc.traefik.io/traefik/security/request-path/
 */
export function receivedPath(path: string): string {
  const decoded = path.replace(/%[0-9a-f]{2}/gi, (code) => {
    const character = String.fromCharCode(Number.parseInt(code.slice(1), 16));
    return /[A-Za-z0-9._~-]/.test(character) ? character : code.toUpperCase();
  });
  return posix.normalize(decoded);
}

/**
 * The doors of one host that a request may come in by: what its headers, its method and its address say is the client's
 * choice, so that a rule which asks for them lets the next one have its turn too.
 */
export function enteredBy(doors: readonly Door[], path: string): readonly Door[] {
  const received = receivedPath(path);
  const answering = doors
    .filter(({ alternative }) => alternative.every((predicate) => mayHold(predicate, received)))
    .toSorted((one, other) => other.route.priority - one.route.priority);
  const last = answering.findIndex(({ alternative }) => isCertain(alternative));
  const least = answering[last]?.route.priority ?? Number.NEGATIVE_INFINITY;
  // Between rules of one priority nobody can tell.
  return answering.filter(({ route }) => route.priority >= least);
}

const byPath: Readonly<Record<string, (path: string, value: string) => boolean>> = {
  Path: (path, value) => path === value,
  PathPrefix: (path, value) => path.startsWith(value),
  PathRegexp: (path, value) => goExpression(value).test(path),
};

const isCertain = (alternative: Alternative): boolean =>
  alternative.every(({ name }) => name === 'Host' || name in byPath);

function mayHold({ name, values, negated }: Predicate, path: string): boolean {
  const test = byPath[name];
  return test === undefined || values.some((value) => test(path, value)) !== negated;
}

/** Go's flags stand at the beginning of an expression. @throws when it is none of ours */
function goExpression(text: string): RegExp {
  const [, flags = '', expression = text] = /^\(\?([ims]+)\)(.*)$/s.exec(text) ?? [];
  return new RegExp(expression, flags);
}
