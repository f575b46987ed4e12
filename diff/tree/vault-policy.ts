/** What each path of a policy allows. @see https://developer.hashicorp.com/vault/docs/concepts/policies */
export type VaultPolicy = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

const block = /path\s+"([^"]+)"\s*\{((?:[^{}]|\{[^{}]*\})*)\}/g;

/** Reads the little of HCL that a policy is made of. @throws when something stands there that is none of it */
export function readVaultPolicy(text: string): VaultPolicy {
  const bare = text.replaceAll(/^\s*#.*$/gm, '');
  if (bare.replaceAll(block, '').trim() !== '') throw new Error('this is no policy of Vault');
  return Object.fromEntries([...bare.matchAll(block)].map(([, path = '', body = '']) => [path, settingsOf(body)]));
}

function settingsOf(body: string): Readonly<Record<string, unknown>> {
  const settings = [...body.matchAll(/(\w+)\s*=\s*(\[[^\]]*\]|\{[^{}]*\}|"[^"]*"|\S+)/g)];
  return Object.fromEntries(settings.map(([, name = '', value = '']) => [name, settingOf(value)]));
}

function settingOf(text: string): unknown {
  if (!text.startsWith('[')) return text.replaceAll('"', '');
  return [...text.matchAll(/"([^"]*)"/g)].map(([, item]) => item);
}
