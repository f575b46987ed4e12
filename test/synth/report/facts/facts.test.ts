import { describe, expect, it } from 'vitest';
import { compose } from '../../../../main.ts';
import type { Phase } from '../../../../platform/types.ts';
import { uyoop } from '../../../../platform/uyoop.ts';
import { budgets } from '../../../../synth/reading/budgets.ts';
import { podTemplates } from '../../../../synth/reading/pods.ts';
import { reachability } from '../../../../synth/reading/reachability.ts';
import { readMatch } from '../../../../synth/reading/route-match.ts';
import { imageOf } from '../../../../synth/reading/versions.ts';
import { costs, knownTotal } from '../../../../synth/report/facts/costs.ts';
import { coverage } from '../../../../synth/report/facts/coverage.ts';
import { exceptionRows } from '../../../../synth/report/facts/exceptions.ts';
import { serviceAt } from '../../../../synth/report/facts/parts.ts';
import { shortRoutes, wordsOf } from '../../../../synth/report/facts/routes.ts';
import { replacedLogins, secretLives } from '../../../../synth/report/facts/secrets.ts';
import { budgetsByPhase, budgetsIn, byService } from '../../../../synth/report/facts/shares.ts';
import { runningVersions } from '../../../../synth/report/facts/versions.ts';
import { waysOf } from '../../../../synth/report/facts/ways.ts';
import { dueOn } from '../../../../synth/report/page/secrets.ts';
import { sealedTown, townIn, withTexts } from '../town.ts';

const model = townIn();
const own = compose(uyoop, {});

describe('the budget of a phase', () => {
  it('is what that phase itself would say, of the owner’s platform too', () => {
    for (const phase of [1, 2, 3] as const) expect(budgetsIn(model, phase)).toEqual(budgets(townIn(phase)));
    expect(budgetsIn(own, 1)).toEqual(budgets(compose({ ...uyoop, phase: 1 }, {})));
  });

  it('is not there before its machine is', () => {
    const found = budgetsByPhase(model).map(([machine, known]) => [machine, known.map((one) => one !== undefined)]);
    expect(found).toEqual([
      ['quay', [true, true, true]],
      ['loft', [false, true, true]],
    ]);
  });

  it('is the sum of its services, each once with its programs and volumes', () => {
    for (const budget of budgets(model).values()) {
      const rows = byService(budget);
      const sum = (kind: 'cpu' | 'disk') => rows.reduce((total, row) => total + row[kind], 0);
      expect([sum('cpu'), sum('disk')]).toEqual([budget.cpu.used, budget.disk.used]);
      expect(new Set(rows.map(({ name }) => name)).size).toBe(rows.length);
      expect(rows.map(({ name }) => name)).toContain('system');
    }
  });
});

describe('the way of a public name', () => {
  const ways = new Map(waysOf(model).map((way) => [way.host as string, way]));

  it('leads through Authelia to a pod, past what is open', () => {
    expect(ways.get('shop.harbour.example')).toMatchObject({
      aliases: ['harbour.example', 'harbour.test'],
      login: 'Authelia, two factors',
      groups: ['editors', 'admins'],
      guarded: ['/desk'],
      open: ['everything else', '/desk/api'],
      shut: [],
      loosened: { what: 'partly without Authelia' },
      service: 'prod-shop/shop',
      machine: 'quay',
      backend: 'prod-shop/shop:8080',
    });
    expect(ways.get('lab.harbour.example')).toMatchObject({
      guarded: ['/'],
      open: ['/api with a token'],
      shut: ['/api/login'],
      machine: 'loft',
    });
  });

  it('says who else asks, or that nobody does', () => {
    expect(ways.get('cinema.lantern.example')).toMatchObject({ login: 'OpenID Connect, two factors', guarded: [] });
    expect([...ways.values()].filter(({ access }) => access === 'portal').map(({ login }) => login)).toContain(
      'the portal itself',
    );
    expect([...ways.values()].every(({ routes, access }) => routes.length > 0 || access === 'redirect')).toBe(true);
  });
});

describe('a route in words', () => {
  const words = (match: string) => wordsOf({ alternatives: readMatch(match) });

  it('is its host, its paths, and what else is asked for', () => {
    expect(words('Host(`a.example`)')).toBe('a.example: every path');
    expect(words('(Host(`a.example`) || Host(`b.example`)) && (Path(`/x`) || PathPrefix(`/x/`))')).toBe(
      'a.example and 1 more: /x',
    );
    expect(words('Host(`a.example`) && PathPrefix(`/`)')).toBe('a.example: /');
    expect(words('Host(`a.example`) && !PathRegexp(`^/x`) && HeaderRegexp(`Authorization`, `^B`)')).toBe(
      'a.example: every path (but what is shut, with Authorization)',
    );
    expect(words('Host(`a.example`) && Method(`GET`) && Path(`/d`) && QueryRegexp(`k`, `^.`)')).toBe(
      'a.example: /d (to read, with k)',
    );
    expect(words('PathRegexp(`css$`)')).toBe('any host: every path (files of some kinds)');
  });

  it('stands in the row of its rule, and leaves every other row alone', () => {
    const { internet } = reachability(model);
    const short = shortRoutes(model, internet);
    expect(short).toHaveLength(internet.length);
    for (const [index, row] of internet.entries()) {
      if (!row.to.includes(' at ')) expect(short[index]).toEqual(row);
      else expect(short[index]?.to).not.toMatch(/[`&]/);
    }
  });
});

describe('an exception', () => {
  it('stands once for all programs of a service that have it for one reason', () => {
    const rows = exceptionRows(withTexts(model, 'one reason'));
    const written = rows.filter(({ what }) => what === 'one reason');
    const services = model.inventory.exceptions.map(({ node }) => serviceAt(node.scope?.node.path ?? ''));
    expect(written).toHaveLength(new Set(services).size);
    expect(written.length).toBeLessThan(services.length);
    expect(written.map(({ where }) => where)).toContain('node-agents/alloy/workload-web, workload-web');
  });

  it('is state that is not saved, too, and stands apart from what has another reason', () => {
    const rows = exceptionRows(model);
    expect(rows.map(({ where, what, reason }) => `${where} ${what} ${reason}`)).toHaveLength(
      new Set(rows.map((row) => JSON.stringify(row))).size,
    );
    expect(rows).toContainEqual({
      where: 'prod-cinema/cinema/volume-films',
      what: 'no backup of cinema-films',
      reason: 'films are fetched again',
    });
  });
});

describe('the life of a secret', () => {
  const lives = secretLives(sealedTown());
  const life = (key: string) => lives.find((one) => one.secret === 'prod-shop/shop-database' && one.key === key);

  it('is the day that it was made on, and the days that it is good for', () => {
    expect(life('root-password')).toMatchObject({ state: 'sealed', made: '2026-11-01', from: 'random', days: 180 });
    expect(dueOn({ made: '2026-11-01', days: 180 })).toBe('2027-04-30');
    expect(dueOn({ made: '2026-11-01' })).toBeUndefined();
  });

  it('is unknown of a placeholder, and of what nobody sealed', () => {
    expect(life('password')).toMatchObject({ state: 'placeholder', never: expect.stringContaining('Vault') });
    expect(life('password')).not.toHaveProperty('made');
    expect(secretLives(model).every(({ state }) => state === 'missing')).toBe(true);
  });

  it('is Vault’s business where it replaces a login by itself', () => {
    expect(replacedLogins(model)).toEqual([
      { secret: 'prod-cinema/cinema-database', kind: 'leased' },
      { secret: 'prod-shop/shop-database', kind: 'rotated' },
    ]);
  });
});

describe('the coverage of a state', () => {
  const states = new Map(coverage(model).map((one) => [one.state, one]));

  it('says by which tier it is saved, and where its copies lie', () => {
    expect(states.get('prod-shop/shop-database')).toEqual({
      ...{ state: 'prod-shop/shop-database', at: 'quay', tier: 'daily' },
      ...{ dumped: true, byProvider: true, locked: true },
    });
    expect(states.get('bucket/drive')).toMatchObject({ byProvider: false, locked: true });
  });

  it('says why none saves it', () => {
    expect(states.get('prod-cinema/cinema-films')).toMatchObject({
      reason: 'films are fetched again',
      locked: false,
      byProvider: true,
    });
    expect(states.size).toBe(model.inventory.backups.length);
  });
});

describe('the versions', () => {
  const all = runningVersions(model);

  it('has every image that is written, every chart, and what runs beside the cluster, each once', () => {
    const names = all.map(({ kind, name, version }) => `${kind} ${name} ${version}`);
    expect(new Set(names).size).toBe(names.length);
    const named = (wanted: string) => all.filter(({ kind }) => kind === wanted).map(({ name }) => name);
    expect(named('chart')).toEqual(
      expect.arrayContaining(['cert-manager', 'vault', 'sealed-secrets', 'flux-operator']),
    );
    expect(named('program')).toEqual(expect.arrayContaining(['K3s', 'Mailcow', 'Debian', 'Flux']));
    const images = podTemplates(model).flatMap(({ containers }) => containers.map(({ image }) => imageOf(image).name));
    expect(new Set(named('image'))).toEqual(new Set(images));
  });

  it('has who uses them, and the oldest first, those without a day at the end', () => {
    const days = all.map(({ released = '9999' }) => released);
    expect(days).toEqual(days.toSorted());
    expect(days[0]).toMatch(/^20\d\d-/);
    expect(days.at(-1)).toBe('9999');
    expect(all.find(({ name }) => name === 'Debian')?.users).toEqual(['quay', 'loft']);
    expect(all.find(({ name }) => name === 'prom/node-exporter')?.users).toEqual(['node-agents/node-exporter']);
  });
});

describe('the cost', () => {
  it('is the sum of what somebody wrote down', () => {
    const all = costs(sealedTown());
    const known = all.filter(({ monthly }) => monthly !== undefined);
    expect(known.map(({ what }) => what)).toContain('quay, vps-large');
    expect(knownTotal(all)).toBe(known.reduce((sum, { monthly = 0 }) => sum + monthly, 0));
    expect(all.find(({ what }) => what.startsWith('buckets'))).not.toHaveProperty('monthly');
  });

  it('is not known where nobody did', () => {
    expect(knownTotal(costs(model))).toBe(0);
    expect(costs(model).every(({ price }) => price === undefined)).toBe(true);
    const phases: readonly Phase[] = [1, 3];
    expect(phases.map((phase) => costs(townIn(phase)).filter(({ by }) => by === 'a month').length)).toEqual([1, 2]);
  });
});
