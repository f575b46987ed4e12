import { describe, expect, test } from 'vitest';
import { SonarQube } from '../../../../constructs/services/sonarqube/sonarqube.ts';
import { alone } from '../../../support/composed.ts';
import type { Fields } from '../../../support/manifests.ts';
import { host } from '../../../support/platform.ts';
import { doorOf, free, guarded, wayTo } from '../../../support/way.ts';

const { manifests, inventory } = alone(
  'devops-factory',
  'dev',
  (chart) => new SonarQube(chart, 'sonarqube', { host: host('sonar.harbour.example') }),
  { phase: 3 },
);
const factory = manifests.in('devops-factory');
const env = factory.env('sonarqube');
const { args, readinessProbe, resources, securityContext } = factory.container('sonarqube');

describe('SonarQube', () => {
  test('stands on PostgreSQL: without it an embedded database is used that no upgrade takes over', () => {
    expect(env).toMatchObject({
      SONAR_JDBC_URL: 'jdbc:postgresql://sonarqube-database.devops-factory.svc.cluster.local:5432/sonarqube',
      SONAR_JDBC_USERNAME: 'sonarqube',
      SONAR_JDBC_PASSWORD: 'sonarqube-database/password',
    });
    expect(factory.container('sonarqube-database').image).toMatch(/^postgres:17\./);
    expect(factory.container('sonarqube-database').resources.limits.memory).toBe('512Mi');
    expect(Object.keys(env).filter((name) => name.endsWith('_FILE'))).toEqual([]);
  });

  test('asks the machine for the kernel settings that no pod can make', () => {
    const claims = inventory.hostSysctls.map(({ machine, key, minimum }) => [machine.name, key, minimum]);
    expect(claims).toEqual([
      ['loft', 'vm.max_map_count', 524_288],
      ['loft', 'fs.file-max', 131_072],
    ]);
    const { initContainers, securityContext: pod } = factory.pod('sonarqube');
    expect([initContainers, pod.sysctls]).toEqual([undefined, undefined]);
  });

  test('has heaps that fit its limit, the launcher’s and what lies off the heap included', () => {
    expect(resources.limits.memory).toBe('2560Mi');
    const heap = (text: string) => Number(/-Xmx(\d+)m/.exec(text)?.[1]);
    const heaps = [
      env.SONAR_WEB_JAVAOPTS,
      env.SONAR_CE_JAVAOPTS,
      env.SONAR_SEARCH_JAVAOPTS,
      args.join(' '),
    ] as string[];
    const sum = heaps.reduce((total, text) => total + heap(text), 0);
    expect(heaps.every((text) => heap(text) > 0)).toBe(true);
    expect(sum + 256).toBeLessThanOrEqual(2560 * 0.65);
    expect(env.SONAR_SEARCH_JAVAOPTS).toContain('-XX:MaxDirectMemorySize=256m');
  });

  test('runs as its own user in group 0, on a read-only root', () => {
    expect(securityContext).toMatchObject({ runAsUser: 1000, runAsGroup: 0, readOnlyRootFilesystem: true });
    expect(factory.pod('sonarqube').securityContext.fsGroup).toBe(0);
    const mounts = factory.mounts('sonarqube');
    expect(Object.keys(mounts)).toEqual(
      expect.arrayContaining(['data', 'extensions', 'logs', 'temp'].map((name) => `/opt/sonarqube/${name}`)),
    );
  });

  test('asks nobody on the web for plugins or updates, whom it could not reach', () => {
    expect(env).toMatchObject({ SONAR_TELEMETRY_ENABLE: 'false', SONAR_UPDATECENTER_ACTIVATE: 'false' });
  });

  test('never runs twice on one schema', () => {
    expect(factory.one('Deployment', 'sonarqube').spec).toMatchObject({ replicas: 1, strategy: { type: 'Recreate' } });
  });

  test('is well when it is up or waits for its migration: while it starts it answers 200 as well', () => {
    const script: string = readinessProbe.exec.command[2];
    expect(script).toContain('/api/system/status');
    const pattern = new RegExp(/grep -qE '([^']+)'/.exec(script)?.[1] as string);
    for (const status of ['UP', 'DB_MIGRATION_NEEDED', 'DB_MIGRATION_RUNNING'])
      expect(`{"id":"1","version":"26.8","status":"${status}"}`).toMatch(pattern);
    for (const status of ['STARTING', 'DOWN', 'RESTARTING']) expect(`{"status":"${status}"}`).not.toMatch(pattern);
  });

  test('is saved with a dump; its index is not, with the reason', () => {
    const saved = inventory.backups.filter(({ node }) => node.path.startsWith('devops-factory/sonarqube/'));
    expect(saved.map(({ volume, backup }) => [volume, typeof backup === 'string' ? backup : backup.none])).toEqual([
      ['sonarqube-database', 'daily'],
      ['sonarqube-index', 'Elasticsearch rebuilds it from the database'],
      ['sonarqube-extensions', 'weekly'],
    ]);
    expect(saved[0]?.dump?.command[0]).toBe('pg_dump');
  });
});

describe('SonarQube’s login', () => {
  const routes: Fields[] = factory.one('IngressRoute', 'sonarqube').spec.routes;

  test('takes Authelia’s headers, named with the case that the properties have', () => {
    expect(args).toEqual(
      expect.arrayContaining([
        '-Dsonar.web.sso.enable=true',
        '-Dsonar.web.sso.loginHeader=Remote-User',
        '-Dsonar.web.sso.nameHeader=Remote-Name',
        '-Dsonar.web.sso.emailHeader=Remote-Email',
        '-Dsonar.web.sso.groupsHeader=Remote-Groups',
        '-Dsonar.core.serverBaseURL=https://sonar.harbour.example',
      ]),
    );
  });

  test('lets scanners by with a token of theirs, and takes identity headers away there', () => {
    const [bypass] = routes;
    const rest = routes.at(-1);
    for (const path of ['/api', '/batch', '/static', '/js'])
      expect(bypass?.match).toContain(`PathPrefix(\`${path}/\`)`);
    const token = new RegExp(/HeaderRegexp\(`Authorization`, `(.+)`\)$/.exec(bypass?.match)?.[1] as string);
    const basic = (text: string) => `Basic ${Buffer.from(text).toString('base64')}`;
    for (const kind of ['squ', 'sqp', 'sqa']) expect(basic(`${kind}_0123456789abcdef:`)).toMatch(token);
    expect('Bearer squ_0123456789abcdef').toMatch(token);
    // The first password is known to everybody.
    expect(basic('admin:admin')).not.toMatch(token);
    expect(bypass?.middlewares.at(-1).name).toBe('drop-identity');
    expect(rest?.middlewares.at(-1).name).toBe('authelia');
    expect(bypass?.priority).toBeGreaterThan(rest?.priority);
  });

  test('shows a badge to who brings its token in the address, as a README does, and nothing else without a header', () => {
    const badge = (address: string) => doorOf(factory, 'sonarqube', address);
    const proof = `token=${['sqb', 'x'].join('_')}`;
    expect(badge(`/api/project_badges/measure?project=shop&metric=coverage&${proof}`)).toBe('open');
    expect(badge('/api/project_badges/measure?project=shop&metric=coverage')).toBe('portal');
    expect(badge('/api/project_badges/measure?project=shop&token=squ_0123')).toBe('portal');
    expect(badge(`/api/projects/search?${proof}`)).toBe('portal');
    expect(badge(`POST /api/authentication/login?${proof}`)).toBe('portal');
  });

  // Measured at 26.8.0.126808: of its 300 endpoints, what does something and reads no token.
  test.each(['/api/authentication/login', '/api/system/migrate_db'])(
    'opens %s to no made-up token: it never reads one',
    (path) => {
      const route = factory.one('IngressRoute', 'sonarqube');
      for (const spelt of [path, `${path}/`, path.toUpperCase(), path.replace(/\/(?=[^/]*$)/, '//'), `${path};x`])
        expect(wayTo(spelt, route)).toEqual(guarded);
      for (const other of ['/api/authentication/validate', '/api/issues/search', '/batch/index'])
        expect(wayTo(other, route)).toEqual(free);
    },
  );

  test('takes nobody of the portal for its own administrator: such a request would erase that account’s rights', () => {
    expect(inventory.exposures[0]?.access).toMatchObject({ ownAccounts: ['admin'] });
  });

  test('can be reached by Traefik alone: past it a header would make anybody the administrator', () => {
    const callers = inventory.edges.filter(({ to }) => to.name === 'sonarqube').map(({ from }) => from.name);
    expect(callers).toEqual(['traefik']);
    const { ingress } = factory.one('NetworkPolicy', 'traefik-to-sonarqube-ingress').spec;
    expect(ingress[0].ports).toEqual([{ port: 9000, protocol: 'TCP' }]);
  });
});
