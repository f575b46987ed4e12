import { type Arguments, readArguments } from '../../secrets/commands/arguments.ts';
import { runCommand } from '../../secrets/commands/run.ts';
import type { Claim } from '../../secrets/declared/declared.ts';
import { standardInput } from '../../secrets/given/input.ts';

/** The command in a process of its own, that can be killed; a sealing key of 2048 bits, since 4096 take seconds. */
const [root = '', claims = '[]', ...args] = process.argv.slice(2);

runCommand(
  root,
  readArguments(args) as Arguments,
  JSON.parse(claims) as Claim[],
  {
    env: process.env,
    now: new Date(),
    keyBits: 2048,
    outIsTerminal: process.stdout.isTTY === true,
    loadAge: () => import('age-encryption'),
    input: standardInput(),
    out: (text) => process.stdout.write(text),
    err: (text) => process.stderr.write(text),
  },
  3,
).then(
  (text) => process.stdout.write(text),
  (error: Error) => {
    process.stderr.write(`secrets: ${error.message}\n`);
    process.exitCode = 1;
  },
);
