import { readFileSync } from 'node:fs';
import { settle, write } from '../../../synth/writing/writer.ts';

/** The writer in a process of its own, that can be killed: its folder, and a file of what it shall hold; without that it only finishes. */
const [directory = '', wanted] = process.argv.slice(2);

if (wanted === undefined) settle(directory);
else write(directory, new Map(Object.entries(JSON.parse(readFileSync(wanted, 'utf8')))));
