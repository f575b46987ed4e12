import { readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '..');

/** What a room may import of ours. `synth/model.ts` and `synth/files.ts` hold the types that a stack is handed over in. */
const rooms: Readonly<Record<string, readonly RegExp[]>> = {
  platform: [/^platform\//],
  constructs: [/^constructs\//, /^platform\//, /^imports\//],
  charts: [/^charts\//, /^constructs\//, /^platform\//],
  stacks: [/^stacks\//, /^constructs\//, /^platform\//, /^synth\/model\.ts$/],
  synth: [/^synth\//, /^constructs\//, /^platform\//, /^imports\//],
};

describe('the rooms', () => {
  it.each(Object.keys(rooms))('%s/ imports nothing that points back', (room) => {
    const allowed = rooms[room] ?? [];
    const wrong = sources(room).flatMap((file) =>
      importsOf(file)
        .filter((target) => !allowed.some((pattern) => pattern.test(target)))
        .map((target) => `${file} imports ${target}`),
    );
    expect(wrong).toEqual([]);
  });

  it('has no file over 300 lines', () => {
    const long = Object.keys(rooms)
      .flatMap(sources)
      .filter((file) => readFileSync(join(root, file), 'utf8').split('\n').length > 300);
    expect(long).toEqual([]);
  });

  it('keeps main.ts on one page', () => {
    expect(readFileSync(join(root, 'main.ts'), 'utf8').split('\n').length).toBeLessThan(60);
  });
});

function sources(room: string): string[] {
  const files = readdirSync(join(root, room), { recursive: true, encoding: 'utf8' });
  return files.filter((file) => /\.(ts|mjs)$/.test(file)).map((file) => `${room}/${file}`);
}

function importsOf(file: string): string[] {
  const text = readFileSync(join(root, file), 'utf8');
  const relative = [...text.matchAll(/from '(\.[^']+)'/g)].map(([, target]) => target as string);
  return relative.map((target) => posix.join(posix.dirname(file), target));
}
