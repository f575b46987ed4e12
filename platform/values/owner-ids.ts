import { matching, valueKind } from './value-kind.ts';

/** An e-mail address of the plain kind: what an ACME account, DMARC and Alertmanager all take. */
export const email = valueKind(
  { what: 'e-mail address', rule: 'name@host, without blanks, quotes or a display name', reader: 'mail servers' },
  matching(
    /^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+$/,
    254,
  ),
);

/** OVH's name of a server. Without it the server is ordered anew, and paid. */
export const ovhServiceName = valueKind(
  {
    what: "server's name at OVH",
    rule: 'vps- and eight letters or digits, then .vps.ovh.net, as the order confirmation says',
    reader: 'OVH',
  },
  matching(/^vps-[0-9a-z]{8}\.vps\.ovh\.(net|ca|us)$/),
);

/** The id of a Public Cloud project. */
export const ovhProject = valueKind(
  { what: 'id of a Public Cloud project', rule: '32 lower-case hexadecimal digits', reader: 'OVH' },
  matching(/^[0-9a-f]{32}$/),
);

/** A word of a list that only OVH makes longer. */
const listed = (what: string, words: readonly string[]) =>
  valueKind({ what, rule: `one of ${words.join(', ')}`, reader: 'OVH' }, (value) =>
    words.includes(value as string) ? (value as string) : undefined,
  );

const places = ['GRA', 'RBX', 'SBG', 'DE', 'UK', 'WAW', 'BHS', 'SGP', 'EU-WEST-PAR', 'EU-SOUTH-MIL'];

/** The code of a region of object storage. @see https://help.ovhcloud.com/csm/en-public-cloud-storage-s3-location */
export const ovhRegion = listed('region of object storage', [
  ...places,
  ...['CA-EAST-TOR', 'AP-SOUTHEAST-SYD', 'AP-SOUTH-MUM'],
]);

/** The code of a datacenter that a server is ordered in. */
export const ovhDatacenter = listed('datacenter of servers', [...places, 'SYD']);

/** A plan of OVH's catalogue. */
export const ovhPlan = valueKind(
  { what: 'plan of a server', rule: 'vps- and words of the catalogue, as vps-2027-model4', reader: 'OVH' },
  matching(/^vps-[a-z0-9]+(-[a-z0-9.]+)*$/, 100),
);

/** An operating system of OVH's catalogue. */
export const ovhImage = valueKind(
  { what: 'operating system', rule: "its name and version in the catalogue, as 'Debian 12'", reader: 'OVH' },
  matching(/^[A-Z][A-Za-z]+( [A-Za-z0-9.]+)+$/, 60),
);

/** The number of a project or a group at GitLab. */
export const gitlabId = valueKind(
  { what: 'number at GitLab', rule: 'digits, as the settings page shows them', reader: 'GitLab' },
  matching(/^\d{1,15}$/),
);

/** The path of a project or a group at GitLab. */
export const gitlabPath = valueKind(
  {
    what: 'path at GitLab',
    rule: 'words of letters, digits, _, - and . between slashes, none of them ending in .git',
    reader: 'GitLab',
  },
  (value) => {
    const text = matching(/^[A-Za-z0-9_][\w.-]*(\/[A-Za-z0-9_][\w.-]*)*$/, 255)(value);
    return text && !/\.(git|atom)(\/|$)/.test(text) ? text : undefined;
  },
);

/** An account at GitHub. */
export const githubAccount = valueKind(
  { what: 'account at GitHub', rule: 'letters, digits and single dashes, 39 at most', reader: 'GitHub' },
  matching(/^[A-Za-z0-9](-?[A-Za-z0-9]){0,38}$/),
);

/** Where a repository is cloned from. */
export const repositoryUrl = valueKind(
  {
    what: 'address of a repository',
    rule: 'https://host/path.git without login, query or fragment',
    reader: 'Flux and Argo CD',
  },
  (value) => {
    if (typeof value !== 'string' || !/^[!-~]+$/.test(value) || !URL.canParse(value)) return undefined;
    const { protocol, username, password, search, hash, pathname } = new URL(value);
    const plain = protocol === 'https:' && !username && !password && !search && !hash;
    return plain && /^\/[\w.-]+(\/[\w.-]+)+\.git$/.test(pathname) ? (value as `https://${string}`) : undefined;
  },
);

/** A branch of Git. @see https://git-scm.com/docs/git-check-ref-format */
export const branchName = valueKind(
  { what: 'name of a branch', rule: 'what git check-ref-format takes, of letters, digits and / . _ -', reader: 'Git' },
  (value) => {
    const text = matching(/^[A-Za-z0-9][\w./-]*$/, 200)(value);
    return text && !/\.\.|\/\/|\/\.|\.$|\/$|\.lock(\/|$)/.test(text) ? text : undefined;
  },
);

/** The part of OVH that sends the bill. */
export const ovhSubsidiary = listed('subsidiary of OVH', [
  ...['CZ', 'DE', 'ES', 'FI', 'FR', 'GB', 'IE', 'IT', 'LT', 'NL', 'PL', 'PT'],
  ...['ASIA', 'AU', 'CA', 'IN', 'MA', 'QC', 'SG', 'SN', 'TN', 'US', 'WE', 'WS'],
]);

/** A model of Ollama's library. */
export const modelName = valueKind(
  { what: 'model', rule: 'name:tag, with its maker and its library before slashes', reader: 'Ollama' },
  matching(/^([A-Za-z0-9][\w.-]*\/){0,3}[A-Za-z0-9][\w.-]*:[A-Za-z0-9][\w.-]*$/, 200),
);
