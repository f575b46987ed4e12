import { valueKind } from './value-kind.ts';

/** A folder or a file inside a container. */
export const containerPath = valueKind(
  {
    what: 'path in a container',
    rule: "a path from the root, without '..', '.', '//', ':' or a slash at its end, and no part longer than 255",
    reader: 'Kubernetes and the container runtime',
  },
  (value) => (isPlain(value) && value.length > 1 && !/[:\p{Cc}]/u.test(value) ? value : undefined),
  (value) => {
    const text = `/${String(value)
      .split('/')
      .filter((part) => part && part !== '.')
      .join('/')}`;
    return isPlain(text) && text.length > 1 && !/[:\p{Cc}]/u.test(text) ? text : undefined;
  },
);

/** A folder or a file of a machine. */
export const machinePath = valueKind(
  {
    what: 'path of a machine',
    rule: "a path from the root of letters, digits and . _ - + @, without '..', '.', '//' or a slash at its end",
    reader: 'Ansible and restic',
  },
  (value) => (isPlain(value) && value.length > 1 && /^[\w/.+@-]+$/.test(value) ? value : undefined),
);

/**
 * A prefix of paths that a host answers to, as Traefik and Authelia both read it: whole segments, no pattern, nothing
 * encoded. A slash at its end would guard that one spelling and leave the path without it open.
 */
export const urlPath = valueKind(
  {
    what: 'path of a host',
    rule: "a path that begins with '/', without a slash at its end, '..', '//', a pattern, a blank or an encoded character",
    reader: 'Traefik and Authelia',
  },
  urlText,
  (value) => urlText(`/${String(value).split(/[/*]+/).filter(Boolean).join('/')}`),
);

/** What a GET asks for, with its query. */
export const requestPath = valueKind(
  {
    what: 'path of a request',
    rule: "a path that begins with '/', without blanks, line ends or a fragment",
    reader: 'Kubernetes',
  },
  (value) => (typeof value === 'string' && /^\/[!-"$-~]*$/.test(value) ? value : undefined),
);

/** An address that the path of a request is written behind. */
export const originUrl = valueKind(
  {
    what: 'address',
    rule: 'https://host.zone or https://host.zone/path, in lower case, without a slash, a query or a fragment at its end',
    reader: 'Traefik',
  },
  (value) =>
    typeof value === 'string' &&
    /^https:\/\/[a-z0-9-]+(\.[a-z0-9-]+)+(:\d{1,5})?(\/[A-Za-z0-9._~-]+)*$/.test(value) &&
    URL.canParse(value)
      ? (value as `https://${string}`)
      : undefined,
);

function urlText(value: unknown): string | undefined {
  return value === '/' || (isPlain(value) && /^[A-Za-z0-9/._~@!&',=:-]+$/.test(value)) ? (value as string) : undefined;
}

function isPlain(value: unknown): value is string {
  return (
    typeof value === 'string' &&
    value.startsWith('/') &&
    !value
      .slice(1)
      .split('/')
      .some((part) => ['', '.', '..', '__proto__'].includes(part) || part.length > 255)
  );
}
