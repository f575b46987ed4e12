import type { Model } from '../../synth/model/model.ts';
import { readCommandLine } from '../../synth/terminal/command-line.ts';
import type { Bundle } from '../../synth/terminal/frames.ts';
import { isSlip } from '../../synth/terminal/slip.ts';
import type { CommandLine } from '../../synth/terminal/usage.ts';
import { explain } from '../explain/explain.ts';
import { composedWithOrigins } from '../explain/origins.ts';

const commandLine: CommandLine = {
  name: 'npm run explain --',
  says: '',
  takes: {},
  commands: {
    '': {
      says: 'Says which construct made something of dist/, and which lines asked for it.',
      words: ['WHAT', '[FIELD|TO]'],
      flags: {},
      example: 'prod-web/ghost prod-web/ghost-database',
      hint: 'a file, an object, a Terraform address or a construct, with a field; or both ends of a pair',
    },
  },
  footer: [
    'WHAT is a file of dist/, an object (StatefulSet/prod-web/ghost-database, or prod-web/ghost-database), the address of',
    'a Terraform block, or the path of a construct, which gives all that it made. With FIELD, where its value comes from.',
    'FROM TO, as the matrix of dist/report/reachability.md names them (or internet and a host): what lets it pass.',
    'Exit code: 0 explained; 1 nothing is called so.\n',
  ].join('\n'),
};

/** `npm run explain`. @param bundle what runs, with its source map @returns the exit code @throws slips of the program */
export function explainCommand(args: readonly string[], compose: () => Model, bundle: () => Bundle): number {
  const { stdout, stderr } = process;
  try {
    const typed = readCommandLine(commandLine, args, stdout.columns);
    if ('help' in typed) stdout.write(typed.help);
    else stdout.write(explain(...composedWithOrigins(compose, bundle), typed.words));
    return 0;
  } catch (error) {
    if (isSlip(error)) throw error;
    stderr.write(`explain: ${(error as Error).message}\n`);
    return 1;
  }
}
