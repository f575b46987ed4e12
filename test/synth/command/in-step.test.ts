import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { compose } from '../../../main.ts';
import { uyoop } from '../../../platform/uyoop.ts';
import { sealedSource } from '../../../secrets/sealed/source.ts';
import { synthCommand } from '../../../synth/command/synth-command.ts';
import { InStep } from '../../../synth/in-step.mjs';
import { repository, temporary } from './command-line.ts';

/** A repository with a sealed value. */
function scene() {
  const root = temporary();
  const seal = (text: string) => writeFileSync(join(root, 'sealed/shop.yaml'), text);
  mkdirSync(join(root, 'sealed'));
  seal('sealed');
  const inStep = (program = 'program', libraries = 'libraries') => new InStep(root, program, libraries);
  inStep().learn('an index');
  return { seal, inStep };
}

describe('a tree that our sources are known to make', () => {
  it('is told by its index', () => {
    const { inStep } = scene();
    expect(['an index', 'another'].map((index) => inStep().knows(index))).toEqual([true, false]);
  });

  it('is not known for another program, other libraries or another sealed value, and is again when that is undone', () => {
    const { seal, inStep } = scene();
    expect([inStep('another'), inStep(undefined, 'others')].map((one) => one.knows('an index'))).toEqual([
      false,
      false,
    ]);
    seal('sealed anew');
    expect(inStep().knows('an index')).toBe(false);
    seal('sealed');
    expect(inStep().knows('an index')).toBe(true);
  });

  it('is not learned when something was sealed while it was made', () => {
    const { seal, inStep } = scene();
    const running = inStep();
    seal('sealed anew');
    running.learn('a later one');
    seal('sealed');
    expect([running, inStep()].map((one) => one.knows('a later one'))).toEqual([false, false]);
  });

  it('is forgotten after seven others', () => {
    const { inStep } = scene();
    for (const index of ['1', '2', '3', '4', '5', '6', '7']) inStep().learn(index);
    expect(inStep().knows('an index')).toBe(true);
    inStep().learn('8');
    expect(['an index', '1', '8'].map((index) => inStep().knows(index))).toEqual([false, true, true]);
  });
});

it('synth learns what the platform as it stands makes, and no other phase of it', async () => {
  const learned: string[] = [];
  const inStep = { knows: () => false, learn: (index: string) => void learned.push(index) };
  const out = join(temporary(), 'dist');
  vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  const synth = (...args: string[]) =>
    synthCommand(['--out', out, ...args], uyoop, compose, () => sealedSource(repository), {
      root: repository,
      tell: (error) => expect.unreachable(String(error)),
      inStep,
    });
  try {
    expect([await synth(), await synth('--phase', '1')]).toEqual([0, 0]);
  } finally {
    vi.restoreAllMocks();
  }
  expect(learned.map((index) => Object.keys(JSON.parse(index)))).toEqual([['files']]);
});
