/** A text that is a credential whatever stands around it. */
const patterns: readonly (readonly [what: string, pattern: RegExp])[] = [
  ['a private key in PEM', /-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY(?: BLOCK)?-----/],
  ['an access key of AWS or S3', /\b(?:AKIA|ASIA)[0-9A-Z]{16}\b/],
  ['a GitLab token', /\bgl(?:pat|rt|dt|ptt|ft|soat|imt|agent|cbt|oas)-[0-9A-Za-z_-]{16,}/],
  ['a GitHub token', /\b(?:gh[pousr]_[0-9A-Za-z]{20,}|github_pat_[0-9A-Za-z_]{20,})/],
  ['a Slack token', /\bxox[abprs]-[0-9A-Za-z-]{10,}/],
  ['a Vault token', /\bhv[sbr]\.[0-9A-Za-z_-]{20,}/],
  ['an unseal key of Vault', /\b(?:Unseal|Recovery) Key \d+: *[0-9A-Za-z+/]{40,}={0,2}/],
  ['an age identity', /\bAGE-SECRET-KEY-1[0-9A-Z]{20,}/],
  ['a token of K3s', /\bK10[0-9a-f]{64}::/],
  ['a token of SonarQube', /\bsq[apu]_[0-9a-f]{40}\b/],
  ['a token of Grafana', /\bglsa_[0-9A-Za-z]{32}_[0-9a-f]{8}\b/],
  ['an API key of Ghost', /\b[0-9a-f]{24}:[0-9a-f]{64}\b/],
  ['a key of Stripe', /\b[rs]k_live_[0-9A-Za-z]{16,}/],
  ['a key of a model API', /\bsk-(?:proj-|ant-)[0-9A-Za-z_-]{20,}/],
  ['a second factor', /\botpauth:\/\/[^\s"']*[?&]secret=[A-Z2-7]{16,}/],
  ['the digest of a password', /\$argon2(?:id|i|d)\$v=\d+\$m=\d+,t=\d+,p=\d+\$|\$2[aby]\$\d\d\$[./0-9A-Za-z]{53}/],
  ['a signed token (JWT)', /\beyJ[0-9A-Za-z_-]{10,}\.eyJ[0-9A-Za-z_-]{10,}\.[0-9A-Za-z_-]{10,}/],
];

/** Long enough to hold the first line of a key, or a token. */
const base64 = /[0-9A-Za-z+/]{32,}={0,2}/g;

const login = /\b[a-z][a-z0-9+.-]*:\/\/[^\s:@/'"`<>|]*:([^\s@/'"`<>|]+)@/gi;

/** What a text holds that is a credential by its form alone. */
export function credentialsByForm(text: string): readonly string[] {
  const found = [...formsIn(text), ...encodedFormsIn(text)];
  const logins = [...text.matchAll(login)].filter(([, password]) => isLiteral(password ?? ''));
  return logins.length > 0 ? [...found, 'a password in a URL'] : found;
}

const formsIn = (text: string): string[] => patterns.filter(([, form]) => form.test(text)).map(([what]) => what);

/** The same in base64, as Kubernetes writes the data of a Secret. */
function encodedFormsIn(text: string): string[] {
  const decoded = (text.match(base64) ?? []).map((run) => Buffer.from(run, 'base64').toString('latin1'));
  return [...new Set(decoded.flatMap(formsIn))].map((what) => `${what}, in base64`);
}

/** Names whose value is a credential; the last word decides, so that `PASSWORD_FILE` and `secretName` are none. */
const credentialName =
  /(?:^|[^a-z]|db|redis|smtp|sql)(?:pass|pwd)$|^dbroot$|(?:password|passwd|passphrase|passwordsalt|secret|token|credentials?|sonar\.login|unique[_.-]id|(?:api|secret|access|private|preshared|encryption|signing|auth|consumer)[_.-]?key)$/i;

/** Names that end like a credential and hold the name of a Secret, or a setting. */
const harmlessName = /existing[_.-]?secret$|^agent-inject-/i;

export function namesCredential(name: string): boolean {
  return credentialName.test(name) && !harmlessName.test(name);
}

/** Words that settings of such names take. */
const words = new Set(
  'true false yes no on off null none required optional enabled disabled always never auto default file env vault kubernetes client_secret_basic client_secret_post'.split(
    ' ',
  ),
);

/**
 * Whether a value is the credential itself, and not a path, a template, a variable, a call, a digest, a number or a word
 * that a setting takes.
 */
export function isLiteral(value: string): boolean {
  const text = value.trim();
  if (text === '' || words.has(text.toLowerCase()) || /^\d+[smhd]?$/.test(text)) return false;
  if (/^(?:\/|\.\/|file:|https?:\/\/)/.test(text)) return false;
  if (/^(?:\{\{|\{%|<%|<[^>]*>|%\(|%env\(|\*+$|x{3,}$)/i.test(text)) return false;
  if (/^\$(?:[({]|__|[A-Za-z0-9_]+$|pbkdf2|argon2|2[aby]\$|[56]\$)/.test(text)) return false;
  return !/^[A-Za-z_][\w.:]*\(/.test(text);
}

const assignment = /^\s*(?:export\s+|-\s+|set\s+)?["']?([\w.-]+)["']?\s*(?:=>|:=|[:=])\s*(.+?)\s*[,;]?\s*$/;

/** Lines like `password: hunter2` or `TOKEN="abc"`: the names, never the values. */
export function credentialsByLine(text: string): readonly string[] {
  return text.split('\n').flatMap((line) => {
    const [, name, raw] = /^\s*(?:#|\/\/|;)/.test(line) ? [] : (assignment.exec(line) ?? []);
    if (name === undefined || raw === undefined || !namesCredential(name)) return [];
    const value = raw.replace(/^(["'])(.*)\1$/, '$2');
    // Prose has blanks; what a setting calls a password has none.
    return isLiteral(value) && !/\s/.test(value) && !/^[[{]/.test(value) ? [name] : [];
  });
}
