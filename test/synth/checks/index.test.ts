import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkList, factFindings, findings } from '../../../synth/checks/index.ts';
import { Attempts } from '../../../synth/model/attempts.ts';
import type { Check, Topic } from '../../../synth/model/check.ts';
import type { Fields } from '../../support/manifests.ts';
import { core, labPods, onPlatform, Scratch, scratch } from './scratch.ts';
import { letters } from './twin.ts';

const root = join(import.meta.dirname, '../../..');
const folder = join(root, 'synth/checks');
const topics = readdirSync(folder, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);
const files = topics.flatMap((topic) =>
  readdirSync(join(folder, topic))
    .filter((file) => file !== 'index.ts')
    .map((file) => `${topic}/${basename(file, '.ts')}`),
);
const imported = async <T>(path: string): Promise<T> => (await import(join(folder, `${path}.ts`))).default;

describe.each(files)('synth/checks/%s.ts', (file) => {
  const text = readFileSync(join(folder, `${file}.ts`), 'utf8');
  const twin = join(root, `test/synth/checks/${file}.test.ts`);

  it('is a check, and its topic has it', async () => {
    const check = await imported<Check>(file);
    expect(check).toEqual({
      refuses: expect.any(String),
      asks: expect.stringMatching(/^(facts|parts|sums|whole)$/),
      find: expect.any(Function),
    });
    const { checks } = await imported<Topic>(`${file.split('/')[0]}/index`);
    expect(checks.filter((one) => one === check)).toHaveLength(1);
  });

  it('says in its header which fields it reads and what is allowed', () => {
    expect(text).toMatch(/^\/\*\n \* Fields: [\s\S]*?\n \* Allowed: [\s\S]*?\*\//);
  });

  it('has a twin, in which it fires', () => {
    expect(existsSync(twin)).toBe(true);
    const twinText = readFileSync(twin, 'utf8');
    // The helper asks every model that it is given for a letter of this very check.
    expect(twinText).toContain(`import check from '../../../../synth/checks/${file}.ts';`);
    expect(twinText).toMatch(/const \{ refuses\b.* \} = twin\(check\);/);
    expect(twinText).toMatch(/^ *refuses\(/m);
  });
});

describe('the list of checks', () => {
  const list = checkList();

  it('has eleven numbers, and every restriction once', () => {
    expect(list.map(({ number }) => number)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
    const restrictions = list.flatMap((one) => one.restrictions);
    expect(new Set(restrictions).size).toBe(files.length);
    expect(restrictions).toHaveLength(files.length);
  });

  it('stands in the README as it is', () => {
    const readme = readFileSync(join(root, 'README.md'), 'utf8');
    const lines = list.map(({ number, refuses }) => `${number}. ${refuses}`);
    expect(readme).toContain(`<!-- checks -->\n${lines.join('\n')}\n<!-- /checks -->`);
  });

  it('stands in the report, restriction by restriction', () => {
    const report = readFileSync(join(root, 'dist/report/checks.md'), 'utf8');
    for (const { number, refuses, restrictions } of list)
      expect(report).toContain(`## ${number}. ${refuses}\n\n- ${restrictions.join('\n- ')}\n`);
  });
});

describe('a healthy platform', () => {
  it('is refused nothing', () => {
    expect(findings(scratch())).toEqual([]);
  });

  it('is refused nothing in its first phase, where secrets are laid down by hand', () => {
    const machines = scratch().platform.machines.map((machine) => ({ ...machine, fromPhase: 1 as const }));
    expect(findings(scratch({ platform: { phase: 1, machines } }))).toEqual([]);
  });
});

describe('a finding', () => {
  it('has number, place, fault, what was got and a cure, and further places where there are some', () => {
    const model = scratch({
      add: ({ dev }) => {
        for (const id of ['one', 'two']) new Scratch(dev, id, { image: 'wiki:latest' });
      },
    });
    expect(findings(model)).toEqual([
      {
        check: 8,
        where: 'ai-lab/one/workload-web/deployment',
        what: "an image whose tag 'latest' moves",
        got: 'wiki:latest',
        cure: expect.stringContaining('platform/versions.ts'),
        also: ['ai-lab/two/workload-web/deployment'],
      },
    ]);
  });

  it('is told beside all others', () => {
    const model = labPods(({ spec, container }) => {
      spec.hostPID = true;
      container.image = 'wiki';
      container.imagePolicy = 'Always';
    });
    expect(findings(model).map(({ check }) => check)).toEqual([7, 8, 10]);
  });
});

/** Something that refused to be built. */
const broken = () => {
  const attempts = new Attempts();
  attempts.refuse('prod-web/shop', new Error('prod-web/shop: opens no port'));
  return attempts.refused;
};

describe('facts of the platform', () => {
  it('are told all at once, and one by one', () => {
    const { platform } = onPlatform({ phase: 0 as never, gitops: 'none' as never });
    const machines = [{ ...core, ingress: false, mesh: '192.168.0.1' as const }];
    const owner = { ...platform.owner, machines: {} };
    const mail = { ...platform.mail, host: 'mail.uyoop.net' as never };
    const found = factFindings({ ...platform, machines, owner, mail });
    expect(found.map(({ where }) => where)).toEqual([
      'platform/uyoop.ts mail.host',
      'platform/uyoop.ts crowdsec',
      'platform/owner.ts machines',
      'platform/uyoop.ts gitops',
      'platform/uyoop.ts machines',
      'platform/uyoop.ts machines',
      'platform/uyoop.ts phase',
    ]);
  });
});

describe('what could not be built', () => {
  it('is told, and parts that are there are judged beside it', () => {
    const model = labPods(({ container }) => {
      container.image = 'wiki:latest';
    });
    expect(letters({ ...model, refused: broken() })).toEqual([
      expect.stringContaining('an image whose tag'),
      'prod-web/shop: it refuses what it is given, got opens no port',
    ]);
  });

  it('is not missed: nobody can tell whether the rest leads nowhere', () => {
    const model = scratch();
    const documents = model.documents.filter(({ manifest }) => manifest.kind !== 'ConfigMap');
    expect(letters({ ...model, documents })).not.toEqual([]);
    expect(letters({ ...model, documents, refused: broken() })).toEqual([expect.stringContaining('opens no port')]);
  });

  it('is not told while the facts that it stands on contradict each other', () => {
    const model = onPlatform({ machines: [{ ...core, ingress: false }] });
    expect(letters({ ...model, refused: broken() })).toEqual([expect.stringContaining('on 80 and 443')]);
  });
});

describe('what is written wrong', () => {
  /** Every value of a manifest, with the way to it. */
  function* places(value: Fields, path: readonly string[] = []): Generator<readonly string[]> {
    if (typeof value !== 'object' || value === null) return;
    for (const key of Object.keys(value)) {
      yield [...path, key];
      yield* places(value[key], [...path, key]);
    }
  }

  const wrongs: readonly Fields[] = [null, 7, 'x', true, [], {}, ['x'], [7], [null], { x: null }];

  it('is found, whatever stands wherever, and never ends the run', () => {
    const healthy = scratch();
    const kinds = new Map(healthy.documents.map((document) => [document.manifest.kind, document]));
    const crashes: string[] = [];
    for (const [index, { path, manifest }] of [...kinds.values()].entries()) {
      for (const [turn, way] of [...places(manifest)].entries()) {
        // One wrong value a place keeps this within seconds; which one differs from place to place.
        const wrong = wrongs[(index + turn) % wrongs.length];
        const copy = structuredClone(manifest);
        const parent = way.slice(0, -1).reduce((inner: Fields, key) => inner[key], copy);
        parent[way.at(-1) as string] = wrong;
        const documents = healthy.documents.map((one) => (one.path === path ? { ...one, manifest: copy } : one));
        const unread = findings({ ...healthy, documents }).filter(({ what }) =>
          what.startsWith('something cannot be read'),
        );
        crashes.push(
          ...unread.map(({ where, got }) => `${path} ${way.join('.')} = ${JSON.stringify(wrong)}: ${where}: ${got}`),
        );
      }
    }
    expect(crashes).toEqual([]);
  });
});
