import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run, scratchCopy, temporary } from './command-line.ts';

const service = `import type { Construct } from 'constructs';
import type { Host } from '../../platform/types.ts';
import { Service, type ServiceProps } from '../index.ts';

export interface TrialProps extends ServiceProps {
  readonly host: Host;
}

/** A service that a test gets wrong. */
export class Trial extends Service {
  constructor(scope: Construct, id: string, props: TrialProps) {
    super(scope, id, props);
    const data = this.volume('data', { size: '1Gi', backup: 'daily' });
    this.workload('web', {
      image: 'docker.io/library/busybox:1.37.0',
      user: 1000,
      ports: { http: 8080 },
      env: { HOST: props.host },
      volumes: { '/data': data },
      resources: { cpu: '10m', memory: '16Mi' },
      probe: '/',
      reaches: [],
    });
  }
}
`;

const chart = `import type { App } from 'cdk8s';
import { NamespaceChart } from '../constructs/namespace/namespace.ts';
import { Trial } from '../constructs/services/trial.ts';
import type { Host } from '../platform/types.ts';
import { uyoop } from '../platform/uyoop.ts';

export const host = \`wiki.\${Object.keys(uyoop.zones)[0]}\` as Host;

export class TrialNamespace extends NamespaceChart {
  constructor(app: App) {
    super(app, 'trial', { tier: 'prod' });
    new Trial(this, 'wiki', { host: host });
  }
}
`;

export const trialService = 'constructs/services/trial.ts';
export const trialChart = 'charts/trial.ts';

/** Where a text stands in a file: `constructs/services/trial.ts:13`. */
export const lineOf = (root: string, file: string, text: string): string => {
  const at = readFileSync(join(root, file), 'utf8')
    .split('\n')
    .findIndex((line) => line.includes(text));
  if (at < 0) throw new Error(`${file} has no line with ${text}`);
  return `${file}:${at + 1}`;
};

/** A copy of the repository with one chart and one service more, both new for each run. */
export class Trial {
  readonly root = scratchCopy();

  constructor() {
    const charts = readFileSync(join(this.root, 'charts/index.ts'), 'utf8');
    const called = charts.replace(/(export function buildCharts\([^)]*\)[^{]*\{\n)/, '$1  new TrialNamespace(app);\n');
    if (called === charts) throw new Error('charts/index.ts has no buildCharts to call the trial from');
    this.write('charts/index.ts', `import { TrialNamespace } from './trial.ts';\n${called}`);
  }

  /** Runs the command line on files in which each `[file, text, other]` is replaced. */
  run(args: readonly string[], ...edits: readonly (readonly [file: string, text: string, other: string])[]) {
    this.write(trialService, service);
    this.write(trialChart, chart);
    for (const [file, text, other] of edits) {
      const before = readFileSync(join(this.root, file), 'utf8');
      if (!before.includes(text)) throw new Error(`${file} does not say ${text}`);
      this.write(file, before.replace(text, other));
    }
    const out = args[0] === 'synth' ? ['--out', temporary()] : [];
    return run([...args, ...out], { root: this.root });
  }

  private write(path: string, text: string): void {
    writeFileSync(join(this.root, path), text);
  }
}
