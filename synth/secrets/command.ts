import { type Arguments, help, readArguments, UsageError } from './arguments.ts';
import { type Claim, unionOf } from './declared.ts';
import { listJson, listText } from './list.ts';
import { readProvided } from './provided.ts';
import type { SealedFile } from './sealed-file.ts';
import { sealMissing } from './sealing.ts';
import { type SecretStatus, secretStatus } from './status.ts';
import { readSealedStore, type SealedFolder, writeSealed } from './store.ts';

/** What the command takes from around it. */
export interface Surroundings {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly now: Date;
  /** Size of a placeholder's RSA key. */
  readonly keyBits: number;
  out(text: string): void;
  err(text: string): void;
}

const thisProcess = (): Surroundings => ({
  env: process.env,
  now: new Date(),
  keyBits: 4096,
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
});

/**
 * `npm run secrets`: lists what is declared and sealed, seals what is missing, deletes what nobody declares.
 *
 * @param root the repository; `sealed/` lies below it
 * @param inventories every composition whose secrets `sealed/` must serve: all phases, both engines
 * @returns the exit code: 0 done, 1 refused or not understood, and nothing written
 */
export async function secretsCommand(
  root: string,
  args: readonly string[],
  inventories: () => readonly { readonly secrets: readonly Claim[] }[],
  surroundings: Surroundings = thisProcess(),
): Promise<number> {
  try {
    const parsed = readArguments(args);
    surroundings.out(parsed.command === 'help' ? help : run(root, parsed, unionOf(inventories()), surroundings));
    return 0;
  } catch (error) {
    surroundings.err(`secrets: ${error instanceof Error ? error.message : 'failed'}\n`);
    if (error instanceof UsageError) surroundings.err(`See 'npm run secrets -- --help'\n`);
    return 1;
  }
}

function run(root: string, args: Arguments, claims: readonly Claim[], surroundings: Surroundings): string {
  const folder = readSealedStore(root);
  const status = secretStatus(claims, folder);
  if (args.command === 'seal') return runSeal(root, args, status, folder, surroundings);
  if (args.command === 'prune') return runPrune(root, status, folder);
  return args.json ? listJson(status, folder) : listText(status, folder);
}

function runSeal(
  root: string,
  args: Arguments,
  status: SecretStatus,
  folder: SealedFolder,
  { env, now, keyBits }: Surroundings,
): string {
  const provided = {
    ...(args.fromEnv && env),
    ...(args.fromFile !== undefined && readProvided(root, args.fromFile, status.values)),
  };
  const { change, made, remade, unused } = sealMissing(status, folder, {
    placeholder: args.placeholder,
    provided,
    now,
    keyBits,
  });
  const paths = writeSealed(root, change);
  const other = status.values.filter(({ state, value }) => state === 'other-certificate' && !value?.placeholder);
  return [
    ...made.map((id) => `sealed  ${id}`),
    ...remade.map((id) => `remade  ${id}: it and its digest can only be made together`),
    ...unused.map((variable) => `kept    ${variable} was given, but its value is sealed already`),
    ...other.map(
      ({ claim, key }) =>
        `kept    ${claim.namespace}/${claim.name} ${key}: under another certificate, opens while the cluster keeps that key`,
    ),
    `${made.length + remade.length} values sealed, ${paths.length} files written`,
    '',
  ].join('\n');
}

function runPrune(root: string, { values, orphans }: SecretStatus, { files }: SealedFolder): string {
  if (values.length === 0) throw new Error('no service declares any secret: refusing to delete all of sealed/');
  const pruned = new Map<string, SealedFile | undefined>();
  for (const { secret, key } of orphans) {
    const keys = { ...(pruned.get(secret) ?? files.get(secret))?.keys };
    if (key !== undefined) delete keys[key];
    pruned.set(secret, key === undefined ? undefined : { keys });
  }
  const paths = writeSealed(root, { files: pruned });
  const lines = orphans.map(({ secret, key }) => `deleted ${secret}${key === undefined ? '' : ` ${key}`}`);
  return [...lines, `${orphans.length} orphans deleted, ${paths.length} files changed`, ''].join('\n');
}
