import { idOf } from '../declared/declared.ts';
import { pepperOf } from '../sealed/pepper.ts';
import { toMake } from '../sealed/status.ts';
import { writeSealed } from '../sealed/store.ts';
import { collect } from './collect.ts';
import { placeholderFor, realCertificate, type Sealer, sealMissing } from './sealing.ts';
import type { WritingTask } from './task.ts';

/** Makes and seals what is missing. */
export async function sealCommand(task: WritingTask): Promise<string> {
  const { root, status, folder, lock } = task;
  const sealer = sealerFor(task);
  const ids = toMake(status);
  const due = sealer.placeholder ? [] : status.values.filter((one) => ids.has(idOf(one)));
  const provided = sealer.placeholder ? {} : await collect(task, due);
  const { change, made, remade, unused } = sealMissing(status, folder, provided, sealer);
  const paths = writeSealed(root, change, lock);
  const other = status.values.filter(({ state, value }) => state === 'other-certificate' && !value?.placeholder);
  return [
    ...made.map((id) => `sealed  ${id}`),
    ...remade.map((id) => `remade  ${id}: it and its digest can only be made together`),
    ...unused.map((variable) => `kept    ${variable} was given, but its value is sealed already`),
    ...other.map((one) => `kept    ${idOf(one)}: under another certificate, opens while the cluster keeps that key`),
    `${made.length + remade.length} values sealed, ${paths.length} files written`,
    '',
  ].join('\n');
}

function sealerFor({ root, arguments: { flags }, folder, surroundings: { now, keyBits } }: WritingTask): Sealer {
  if (flags.placeholder) {
    return { certificate: placeholderFor(folder, now, keyBits), now, pepper: undefined, placeholder: true };
  }
  return { certificate: realCertificate(folder, now), now, pepper: pepperOf(root) };
}
