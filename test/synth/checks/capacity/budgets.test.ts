import { expect, it } from 'vitest';
import { noBackup } from '../../../../constructs/facts/claim.ts';
import check from '../../../../synth/checks/capacity/budgets.ts';
import { budgets } from '../../../../synth/reading/budgets.ts';
import { Scratch, scratch } from '../scratch.ts';
import { letters, twin } from '../twin.ts';

const { refuses } = twin(check);

const greedy = (resources: ConstructorParameters<typeof Scratch>[2]) =>
  scratch({ add: ({ dev }) => new Scratch(dev, 'greedy', resources) });

refuses(
  'requests that no machine has',
  () => greedy({ resources: { cpu: '3', memory: '128Mi' } }),
  'ai-lab: CPU requests exceed the machine by 1.11 cores, got 3.11 cores of 2 cores; the largest: ai-lab/greedy/workload-web 3 cores',
);

refuses(
  'volumes over the disk, what is reserved included',
  () =>
    scratch({
      add: ({ wiki }) => wiki.volume('attic', { size: '40Gi', backup: noBackup('a copy of what lies elsewhere') }),
    }),
  'disk exceed the machine by 5 GiB',
);

refuses(
  'one claim that is too large in every way, told once',
  () => greedy({ resources: { cpu: '3', memory: '5Gi' } }),
  'CPU requests exceed the machine by 1.11 cores; memory requests exceed the machine by 1.16 GiB; memory limits exceed',
);

it('memory limits over the memory of the machine are refused, though the requests fit', () => {
  const [letter, ...more] = letters(greedy({ resources: { cpu: '10m', memory: '64Mi', memoryLimit: '4Gi' } }));
  expect(more).toEqual([]);
  expect(letter).toContain('memory limits exceed');
  expect(letter).not.toContain('memory requests exceed');
});

it('what a machine keeps for itself counts', () => {
  const budget = budgets(scratch()).get('core-prod');
  expect(budget?.cpu).toEqual({ used: 500 + 100 + 100 + 100, total: 4000 });
  expect(budget?.disk).toEqual({ used: 15 * 2 ** 30, total: 50 * 2 ** 30 });
  expect(budget?.rows.map(({ name }) => name)).toContain('prod-web/wiki/workload-web');
});
