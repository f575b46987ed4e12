import type { Phase } from '../../platform/types.ts';
import type { Claim } from '../declared/declared.ts';
import { recover } from '../sealed/journal.ts';
import { lockSealed } from '../sealed/lock.ts';
import { secretStatus } from '../sealed/status.ts';
import { readSealedStore } from '../sealed/store.ts';
import type { Arguments } from './arguments.ts';
import { importTerraform, rotate, set } from './change-commands.ts';
import { existing } from './existing.ts';
import { init } from './init.ts';
import { kit } from './kit.ts';
import { leaks } from './leaks.ts';
import { list } from './list.ts';
import { prune } from './prune.ts';
import { reseal } from './reseal.ts';
import { sealCommand } from './seal-command.ts';
import { sum } from './sum.ts';
import type { Surroundings, Task, WritingTask } from './task.ts';

/** Commands that read alone. */
const reading: Readonly<Record<string, (task: Task) => string | Promise<string>>> = { list, kit, existing };

/** Commands that change `sealed/`, one run at a time. */
const writing: Readonly<Record<string, (task: WritingTask) => string | Promise<string>>> = {
  init,
  seal: sealCommand,
  set,
  rotate,
  'import-terraform': importTerraform,
  reseal,
  prune,
  sum,
};

/** Runs one command for what is declared. @returns what it has to say. @throws when it refuses, and nothing was written. */
export async function runCommand(
  root: string,
  parsed: Arguments,
  claims: readonly Claim[],
  surroundings: Surroundings,
  phase: Phase,
): Promise<string> {
  if (parsed.command === 'leaks') return leaks(root);
  const begin = (): Task => {
    const folder = readSealedStore(root, parsed.command === 'sum' ? 'wanting' : 'required');
    return { root, arguments: parsed, status: secretStatus(claims, folder), folder, surroundings, phase };
  };
  const read = reading[parsed.command];
  if (read) return await read(begin());
  const lock = lockSealed(root);
  try {
    recover(root);
    return (await writing[parsed.command]?.({ ...begin(), lock })) ?? '';
  } finally {
    lock.release();
  }
}
