import { describe, expect, it } from 'vitest';
import { lineOf, Trial, trialChart, trialService } from './trial.ts';

const trial = new Trial();

describe('a slip in a construct', () => {
  const slip = [
    trialService,
    'super(scope, id, props);',
    'super(scope, id, props);\n    props.missing.deep();',
  ] as const;

  it('is told with its line, the construct, the lines that led to it, and what to look at', () => {
    const { status, stdout, stderr } = trial.run(['synth', '--no-types'], slip);
    const place = lineOf(trial.root, trialService, 'props.missing.deep');
    const caller = lineOf(trial.root, trialChart, 'new Trial(');
    expect([status, stdout]).toEqual([1, '']);
    expect(stderr).toContain("TypeError: Cannot read properties of undefined (reading 'deep')");
    expect(stderr).toMatch(/\| {5}props\.missing\.deep\(\);\n +\^\n/);
    expect(stderr).toMatch(/ in trial\/wiki \(phase \d, \w+\)\n/);
    expect(stderr).toMatch(new RegExp(` at ${place} +new Trial\\n +at ${caller} +new TrialNamespace\\n`));
    expect(stderr).toContain(`look at ${place}, and at what ${caller} hands to it`);
    expect(stderr).not.toContain('node_modules');
    expect(stderr).not.toContain('synth/command');
  });

  it('is told by every command that composes, with the model that it composed', () => {
    const only = [slip[0], slip[1], slip[2].replace('props.', 'if (this.platform.phase === 1) props.')] as const;
    const { status, stderr } = trial.run(['secrets'], only);
    expect(status).toBe(1);
    expect(stderr).toContain(` at ${lineOf(trial.root, trialService, 'props.missing.deep')} `);
    expect(stderr).toContain(' in trial/wiki (phase 1, ');
  });

  it('is told with its line when it comes out of a value that is made last', () => {
    const lazy = 'Lazy.any({ produce: () => (props as unknown as Record<string, string[]>).missing.join() })';
    const { stderr } = trial.run(
      ['synth', '--no-types'],
      [trialService, 'import { Service,', "import { ApiObject, Lazy } from 'cdk8s';\nimport { Service,"],
      [
        trialService,
        'super(scope, id, props);',
        `super(scope, id, props);\n    new ApiObject(this, 'late', { apiVersion: 'v1', kind: 'ConfigMap', data: ${lazy} });`,
      ],
    );
    expect(stderr).toContain("TypeError: Cannot read properties of undefined (reading 'join')");
    expect(stderr).toContain(` in trial/wiki/late (`);
    expect(stderr).toContain(` at ${lineOf(trial.root, trialService, 'missing.join')} `);
  });

  it('is told with its line where a file is loaded', () => {
    const { status, stderr } = trial.run(
      ['synth', '--no-types'],
      [trialChart, 'export class', 'JSON.parse("{");\nexport class'],
    );
    expect(status).toBe(1);
    expect(stderr).toContain(lineOf(trial.root, trialChart, 'JSON.parse'));
  });
});

describe('a refusal', () => {
  it('is told as its letter, with the lines of the chart and the service that led to it', () => {
    const { status, stderr } = trial.run(['synth', '--no-types'], [trialChart, '{ host:', "{ node: 'nowhere', host:"]);
    const [letter, ...rest] = stderr.split('\n');
    expect(status).toBe(1);
    expect(letter).toMatch(/^phase \d has no machine called 'nowhere'/);
    expect(rest.join('\n')).toMatch(/^\n {2}in trial\/wiki \(phase \d, \w+\)\n/);
    expect(rest.join('\n')).toContain(` at ${lineOf(trial.root, trialChart, 'new Trial(')} `);
    expect(stderr).not.toContain('constructs/facts');
    expect(stderr).not.toContain('slip');
  });

  it('of a library is told with our lines that led to it', () => {
    const late =
      "super(scope, id, props);\n    this.volume('more', { size: '1Gi', backup: 'daily' });\n    this.node.setContext('late', true);";
    const { stderr } = trial.run(['synth', '--no-types'], [trialService, 'super(scope, id, props);', late]);
    expect(stderr).toMatch(/^Error: Cannot set context after children have been added/);
    expect(stderr).toContain(` at ${lineOf(trial.root, trialService, 'this.node.setContext')} `);
  });
});
