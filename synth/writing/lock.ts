import { randomBytes } from 'node:crypto';
import { readFileSync, renameSync, rmSync } from 'node:fs';
import { hostname } from 'node:os';
import { writeNew } from './disk.ts';

/** The right to change a folder, held by one run at a time. */
export interface Lock {
  /** @throws when another run took the lock over. */
  assertHeld(): void;
  release(): void;
}

interface Holder {
  readonly pid: number;
  /** When the process began, in the kernel's ticks: a process that got the same number later is another one. */
  readonly started: string | null;
  readonly host: string;
  readonly token: string;
}

export interface LockProps {
  /** The file that stands while the lock is held; its folder is there. */
  readonly path: string;
  /** How messages call that file, and what it guards. */
  readonly called: string;
  readonly guards: string;
}

/** Takes the lock, also from a run that was killed. @throws when another run holds it, naming its process. */
export function takeLock({ path, called, guards }: LockProps): Lock {
  const text = JSON.stringify({
    pid: process.pid,
    started: startOf(process.pid),
    host: hostname(),
    token: randomBytes(8).toString('hex'),
  } satisfies Holder);
  if (!create(path, text)) {
    removeStale(path, settled(path), { called, guards });
    if (!create(path, text)) throw new Error(`${called}: another run was faster; try again when it is done`);
  }
  const held = () => read(path) === text;
  return {
    assertHeld() {
      if (!held()) throw new Error(`${called}: is no longer this run's; nothing was written, try again`);
    },
    release() {
      try {
        if (held()) rmSync(path, { force: true });
      } catch {
        // It is of a process that is over then, and the next run takes it over. What was thrown before is what is told.
      }
    },
  };
}

function create(path: string, text: string): boolean {
  try {
    writeNew(path, text, 0o644);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
  return true;
}

/** What stands in the lock; between its making and its text another run is given a moment. */
function settled(path: string): string {
  for (let tries = 0; tries < 20; tries++) {
    const text = read(path);
    if (text === undefined || parse(text)) return text ?? '';
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 10);
  }
  return read(path) ?? '';
}

/** Moving it aside first tells whether it is still the stale one: only one run can move a file. */
function removeStale(path: string, text: string, words: Omit<LockProps, 'path'>): void {
  refuseHeld(parse(text), words);
  const aside = `${path}.${process.pid}.new`;
  try {
    renameSync(path, aside);
  } catch {
    return; // another run removed it
  }
  const moved = read(aside) ?? '';
  rmSync(aside, { force: true });
  if (moved !== text) throw new Error(`${words.called}: another run took it at the same moment; try again`);
}

function refuseHeld(holder: Holder | undefined, { called, guards }: Omit<LockProps, 'path'>): void {
  if (!holder) return;
  if (holder.host !== hostname()) {
    throw new Error(
      `${called}: a run on the machine '${holder.host}' holds it, which cannot be seen from here: when it is over, delete ${called}`,
    );
  }
  if (isAlive(holder)) {
    throw new Error(`${called}: another run (process ${holder.pid}) is changing ${guards}: wait until it is done`);
  }
}

function isAlive({ pid, started }: Holder): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
  const now = startOf(pid);
  return now === null || started === null || now === started;
}

/** Field 22 of /proc/PID/stat; null where there is no such file. */
function startOf(pid: number): string | null {
  const stat = read(`/proc/${pid}/stat`);
  return stat?.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null;
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

function parse(text: string): Holder | undefined {
  try {
    const holder = JSON.parse(text);
    return Number.isInteger(holder?.pid) && typeof holder.host === 'string' ? holder : undefined;
  } catch {
    return undefined;
  }
}
