import { describe, expect, it } from 'vitest';
import { explain } from '../../diff/explain/explain.ts';
import type { Origins } from '../../diff/explain/origins.ts';
import { modelOf } from '../support/composed.ts';
import { town } from '../support/town.ts';
import { lineOf, Trial, trialChart, trialService } from '../synth/command/trial.ts';

const lines = [
  "    const web = this.workload('web', {",
  '      ...plain,',
  "      size: '5Gi',",
  '      reaches: [database],',
  '    });',
];

/** Everything was made by one statement of one file. */
const origins: Origins = {
  madeBy: () => [
    { call: 'new Shop', file: 'constructs/services/shop.ts', line: 1, column: 17, text: lines[0] as string },
  ],
  linesOf: () => lines,
};

const model = modelOf(town(1));
const explained = (...words: readonly string[]) => explain(model, origins, words);

describe('what is explained', () => {
  it('is an object, by its kind and name, with the construct and the lines that made it', () => {
    expect(explained('Deployment/prod-shop/shop')).toBe(
      [
        'Deployment prod-shop/shop',
        '  in dist/kubernetes/services/prod-shop/shop.yaml',
        '  made by prod-shop/shop/workload-web/deployment',
        "    constructs/services/shop.ts:1  const web = this.workload('web', {",
        '',
      ].join('\n'),
    );
  });

  it('is a file, with all that it holds', () => {
    const text = explained('dist/kubernetes/services/prod-shop/shop.yaml');
    for (const id of ['Deployment prod-shop/shop', 'StatefulSet prod-shop/shop-database'])
      expect(text).toContain(`${id}\n`);
    expect(text).not.toContain('prod-cinema');
  });

  it('is a construct, with all that it made', () => {
    const text = explained('prod-shop/shop/workload-web');
    expect(text).toContain('Deployment prod-shop/shop\n');
    expect(text).not.toContain('StatefulSet');
  });

  it('is a block of Terraform, by its address', () => {
    expect(explained('ovh_vps.quay')).toContain(
      'servers ovh_vps.quay\n  in dist/terraform/stacks/servers/cdk.tf.json\n',
    );
  });

  it('is a field, with the line that its value stands in', () => {
    const text = explained('PersistentVolumeClaim/prod-shop/shop-database', 'spec.resources.requests.storage');
    expect(text).toContain('is 5Gi, written at constructs/services/shop.ts:3');
  });

  it('is a field whose value stands in no line', () => {
    expect(explained('Deployment/prod-shop/shop', 'spec.replicas')).toContain(
      'is 1, which follows from the lines above',
    );
  });
});

describe('a pair of the matrix', () => {
  it('is explained by both halves of its edge, and the line that reaches', () => {
    const text = explained('prod-shop/shop', 'prod-shop/shop-database');
    expect(text).toContain('prod-shop/shop may reach prod-shop/shop-database on tcp/3306\n');
    expect(text).toContain('egress: NetworkPolicy prod-shop/shop-to-shop-database\n');
    expect(text).toContain('ingress: NetworkPolicy prod-shop/shop-to-shop-database-ingress\n');
    expect(text).toContain('constructs/services/shop.ts:4  reaches: [database],');
  });

  it('is explained by the route, where it comes from the internet', () => {
    const text = explained('internet', 'shop.harbour.example');
    expect(text).toContain('IngressRoute prod-shop/shop, behind Authelia');
    expect(text).toContain('IngressRoute prod-shop/shop, without Authelia');
  });

  it('leads to addresses too', () => {
    expect(explained('prod-shop/shop', 'quay (public)')).toMatch(
      /may reach quay \(public\) on tcp\/587\n {2}egress: NetworkPolicy/,
    );
  });

  it('is none where nothing lets it pass', () => {
    expect(explained('prod-shop/shop-database', 'prod-cinema/cinema')).toBe(
      'prod-shop/shop-database may not reach prod-cinema/cinema: no policy lets it pass on both sides\n',
    );
  });
});

describe('what is not there', () => {
  it('is refused, with what is called most like it', () => {
    expect(() => explained('prod-shop/shp')).toThrow(
      "nothing of dist/ is called 'prod-shop/shp'; did you mean 'prod-shop/shop'?",
    );
  });

  it('is refused where a field, or an end of a pair, is not there', () => {
    expect(() => explained('prod-shop/shop', 'prod-shop/films')).toThrow(
      "has no field 'prod-shop/films', and the matrix has no such pair",
    );
  });
});

describe('the command', () => {
  const trial = new Trial();

  it('names the very lines of the sources, and nothing that only looks', () => {
    const { status, stdout, stderr } = trial.run(['explain', 'Deployment/trial/wiki']);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toContain(`  ${lineOf(trial.root, trialService, "this.workload('web'")}`);
    expect(stdout).toContain(`  ${lineOf(trial.root, trialChart, 'new Trial(')}`);
    expect(stdout).not.toContain('diff/explain');
  });

  it('says what is not there, with exit code 1', () => {
    const { status, stdout, stderr } = trial.run(['explain', 'trial/wikki']);
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr).toMatch(/^explain: nothing of dist\/ is called 'trial\/wikki'; did you mean/);
  });

  it('says what it takes', () => {
    expect(trial.run(['explain']).stderr).toContain('needs WHAT');
    expect(trial.run(['explain', '--help']).stdout).toContain(
      'npm run explain -- prod-web/ghost prod-web/ghost-database',
    );
  });
});
