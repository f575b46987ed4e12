import { write } from '../../../synth/writing/writer.ts';

/** The writer in a process of its own, that can be killed: its folder, and what it shall hold. */
const [directory = '', files = '{}'] = process.argv.slice(2);

write(directory, new Map(Object.entries(JSON.parse(files))));
