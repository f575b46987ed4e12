type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Refuses flags that npm kept: without a `--` before them `npm run synth --production` runs the script with no flag at all.
 * npm hands such a flag on as `npm_config_<name>`, and `--production`, which it knows itself, as `NODE_ENV` alone. Their
 * values are not repeated.
 *
 * @param script the npm script that is the command's own; what reaches a command in another way was not typed for it
 * @throws naming what to type
 * @see https://docs.npmjs.com/cli/v11/using-npm/config
 */
export function refuseKeptByNpm(
  script: string,
  flags: readonly string[],
  args: readonly string[],
  env: Environment,
): void {
  if (env.npm_lifecycle_event !== script) return;
  const typed = (flag: string) => args.some((word) => word === `--${flag}` || word.startsWith(`--${flag}=`));
  const kept = flags.filter((flag) => !typed(flag) && keeps(flag, env)).map((flag) => `--${flag}`);
  if (kept.length === 0) return;
  const own = kept.includes('--production') ? `; if NODE_ENV=production is your own: NODE_ENV= npm run ${script}` : '';
  throw new Error(
    `npm kept ${kept.join(' ')} for itself: flags stand behind a --. Say: npm run ${script} -- ${kept.join(' ')}${own}`,
  );
}

function keeps(flag: string, env: Environment): boolean {
  if (flag === 'production') return env.NODE_ENV === 'production' && env.npm_config_omit === undefined;
  const negated = flag.startsWith('no-');
  const value = env[`npm_config_${flag.replace(/^no-/, '').replaceAll('-', '_')}`];
  return value !== undefined && (value === '') === negated;
}
