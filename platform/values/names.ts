import { matching, valueKind } from './value-kind.ts';

/** `constructor` is a word that every object of the language has: as a key of one it is lost, or taken for that. */
const label = /^(?!constructor$)[a-z0-9]([a-z0-9-]*[a-z0-9])?$/;

/** The name of a namespace, a service, a machine. @see https://kubernetes.io/docs/concepts/overview/working-with-objects/names/ */
export const name = valueKind(
  {
    what: 'name',
    rule: "lower-case letters, digits and dashes, 63 at most, no dash at either end, and not 'constructor'",
    reader: 'Kubernetes',
  },
  matching(label, 63),
  (value) =>
    matching(
      label,
      63,
    )(
      String(value)
        .toLowerCase()
        .replaceAll(/[_. ]+/g, '-'),
    ),
);

/** The name of a namespace of ours. @see https://kubernetes.io/docs/concepts/overview/working-with-objects/namespaces/ */
export const namespaceName = valueKind(
  {
    what: 'name of a namespace',
    rule: "a name, and none that Kubernetes keeps for itself: 'default', or one that begins with 'kube-'",
    reader: 'Kubernetes',
  },
  matching(/^(?!constructor$|default$|kube-)[a-z0-9]([a-z0-9-]*[a-z0-9])?$/, 63),
);

/** The name of the platform: those of its buckets begin with it, and S3 takes 63 characters. */
export const platformName = valueKind(
  { what: 'name of a platform', rule: 'a name of 32 characters at most', reader: 'S3, in the names of buckets' },
  matching(label, 32),
);

/** The name of a CronJob: eleven characters are left for the jobs that it makes. */
export const jobName = valueKind(
  { what: 'name of a scheduled job', rule: 'a name of 52 characters at most', reader: 'Kubernetes' },
  matching(label, 52),
);

/** A port's name. @see https://www.rfc-editor.org/rfc/rfc6335#section-5.1 */
export const portName = valueKind(
  {
    what: 'name of a port',
    rule: 'lower-case letters, digits and single dashes, 15 at most, with a letter in it',
    reader: 'Kubernetes',
  },
  (value) => {
    const text = matching(label, 15)(value);
    return text && /[a-z]/.test(text) && !text.includes('--') ? text : undefined;
  },
);

/**
 * The name of an environment variable. Kubernetes takes more; in Vault's phase a shell exports the variable, and there any
 * other character would become a command.
 */
export const environmentName = valueKind(
  { what: 'name of a variable', rule: 'letters, digits and _, no digit first', reader: 'the shell that exports it' },
  matching(/^[A-Za-z_][A-Za-z0-9_]*$/, 200),
  (value) => matching(/^[A-Za-z_][A-Za-z0-9_]*$/)(String(value).replaceAll(/[-. ]+/g, '_')),
);

/** A right of the kernel's, without CAP_ before it. @see https://man7.org/linux/man-pages/man7/capabilities.7.html */
export const capabilityName = valueKind(
  { what: 'capability', rule: 'upper-case letters and _, as NET_BIND_SERVICE', reader: 'the container runtime' },
  matching(/^(?!CAP_)[A-Z][A-Z_]*$/, 40),
);

/** The name of a header of HTTP. @see https://www.rfc-editor.org/rfc/rfc9110#section-5.1 */
export const headerName = valueKind(
  { what: 'name of a header', rule: 'letters, digits and dashes', reader: 'Kubernetes' },
  matching(/^[A-Za-z0-9-]+$/, 100),
);

/** A key of a secret; it becomes the name of a file. */
export const secretKey = valueKind(
  {
    what: 'key of a secret',
    rule: "lower-case letters, digits, '-' and '.', a letter or digit at either end, 100 at most, and not 'constructor'",
    reader: 'Kubernetes and the shell',
  },
  matching(/^(?!constructor$)[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/, 100),
);

/** A DNS name in lower case. @see https://www.rfc-editor.org/rfc/rfc1123#section-2 */
export const hostName = valueKind(
  {
    what: 'host name',
    rule: 'labels of lower-case letters, digits and dashes between dots, without scheme, port, path or underscore',
    reader: 'Traefik and Let’s Encrypt',
  },
  hostText,
  (value) =>
    hostText(
      String(value)
        .trim()
        .toLowerCase()
        .replace(/^[a-z]+:\/\//, '')
        .replace(/[:/].*$/, '')
        .replace(/\.$/, ''),
    ),
);

function hostText(value: unknown): string | undefined {
  if (typeof value !== 'string' || value.length > 253) return undefined;
  const labels = value.split('.');
  return labels.length > 1 && labels.every((part) => label.test(part) && part.length <= 63) ? value : undefined;
}

/** The name of a database, and of the user that it is made with: MySQL takes 32 characters of a user. */
export const databaseName = valueKind(
  {
    what: 'name of a database',
    rule: 'lower-case letters, digits and _, a letter first, 32 at most',
    reader: 'the server, and the shell that makes its dump',
  },
  matching(/^[a-z][a-z0-9_]*$/, 32),
);

/** A path of Vault's, as a policy names it. */
export const vaultPath = valueKind(
  {
    what: 'path in Vault',
    rule: 'words of letters, digits, _, - and . between slashes, the first of them a word; + for any word, * at its end',
    reader: 'Vault',
  },
  matching(/^(?!\+)[\w.-]+(\/([\w.-]+|\+))*(\/?\*)?$/, 255),
);

/** A name that somebody logs in by, as a rule of the portal's has it. */
export const accountName = valueKind(
  {
    what: 'name of an account',
    rule: "letters, digits and '._-@', beginning with a letter or a digit",
    reader: 'Authelia',
  },
  (value) => (typeof value === 'string' && /^[A-Za-z0-9][A-Za-z0-9._@-]*$/.test(value) ? value : undefined),
);

/** A name for people, on one line. */
export const title = valueKind({ what: 'title', rule: 'one line of text', reader: 'Authelia' }, (value) =>
  typeof value === 'string' && value.trim() !== '' && !/[\p{Cc}\p{Surrogate}\u2028\u2029]/u.test(value)
    ? value
    : undefined,
);
