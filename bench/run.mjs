// `npm run bench`: the whole process of each way, from start to exit, one after the other and round after round, so that what
// else the machine does falls on all of them alike. CPU time is told beside the clock's: it is what a shared machine can compare.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
/** Shops by the size that they make, in objects; the owner's platform alone is some five hundred. */
const allSizes = { 500: 0, 3000: 300, 10000: 1130, 30000: 3500 };
/** Shops beyond which another way takes minutes: of kustomize, 3,000 objects took more than half a minute of CPU. */
const bearable = { stock: 300, kustomize: 0 };
const [rounds = 5, ...wanted] = process.argv.slice(2).map(Number);
const sizes = Object.entries(allSizes).filter(([size]) => wanted.length === 0 || wanted.includes(Number(size)));
const folder = mkdtempSync(join(tmpdir(), 'bench-'));

try {
  const results = sizes.map(([size, shops]) => measured(Number(size), shops));
  const growth = exponent(results.filter(({ objects }) => objects > 1000));
  const machine = { cpu: cpus()[0]?.model, cores: cpus().length, node: process.version, rounds };
  writeFileSync(join(root, 'bench/results.json'), `${JSON.stringify({ machine, growth, results }, null, 2)}\n`);
  console.log(`growth exponent of CPU time: ${growth ?? 'needs two sizes above a thousand objects'}`);
} finally {
  rmSync(folder, { recursive: true });
}

function measured(size, shops) {
  const out = join(folder, `${size}`);
  const one = (way, greeting = 'welcome', to = out) => [
    'node',
    join(root, 'bench/one.mjs'),
    way,
    `${shops}`,
    to,
    greeting,
  ];
  const { objects, milliseconds: stages } = JSON.parse(timed(one('stages')).output);
  const fresh = () => rmSync(out, { recursive: true, force: true });
  let said = 0;
  const ways = {
    'new, checked': { before: fresh, command: () => one('checked') },
    unchanged: { command: () => one('checked') },
    'one changed': { command: () => one('checked', `hello ${++said}`) },
    'new, unchecked': { before: fresh, command: () => one('unchecked') },
    ...(shops <= bearable.stock && isThere('tsx') && { 'stock cdk8s, by tsx': { command: () => stock(shops) } }),
    ...others(out, shops),
  };
  const runs = Object.fromEntries(Object.keys(ways).map((way) => [way, []]));
  for (let round = 0; round < rounds; round++) {
    for (const [way, { before, command }] of Object.entries(ways)) {
      before?.();
      runs[way].push(timed(command()));
    }
  }
  const medians = Object.fromEntries(Object.entries(runs).map(([way, all]) => [way, medianOf(all)]));
  print(objects, medians, stages);
  return { objects, stages, medians };
}

/** The documented way of cdk8s, of the same tree without Terraform: it checks nothing and derives no report. */
function stock(shops) {
  return ['tsx', '--import', join(root, 'bench/texts.mjs'), join(root, 'bench/stock.ts'), `${shops}`];
}

/** What reads the same files and computes nothing, where it is on the PATH. */
function others(out, shops) {
  const found = {};
  const files = () => execFileSync('find', [out, '-name', '*.yaml'], { encoding: 'utf8' }).trim().split('\n');
  if (shops <= bearable.kustomize && isThere('kustomize')) {
    const list = () => writeFileSync(join(out, 'kustomization.yaml'), JSON.stringify({ resources: files() }));
    found.kustomize = {
      before: list,
      command: () => ['kustomize', 'build', '--load-restrictor', 'LoadRestrictionsNone', out],
    };
  }
  if (isThere('helm')) {
    const chart = join(folder, 'chart');
    found['helm template'] = { before: () => asChart(chart, files()), command: () => ['helm', 'template', chart] };
  }
  return found;
}

function asChart(chart, files) {
  rmSync(chart, { recursive: true, force: true });
  mkdirSync(join(chart, 'templates'), { recursive: true });
  writeFileSync(join(chart, 'Chart.yaml'), 'apiVersion: v2\nname: town\nversion: 1.0.0\n');
  for (const [index, file] of files.entries()) {
    // Static: what is written for other templates is text here.
    const text = readFileSync(file, 'utf8').replaceAll('{{', '{{ "{{" }}');
    writeFileSync(join(chart, 'templates', `${index}.yaml`), text);
  }
}

function isThere(program) {
  return spawnSync('which', [program]).status === 0;
}

/** Runs a command under GNU time, which tells what a finished child took. */
function timed(command) {
  const figures = join(folder, 'time');
  const env = { ...process.env, CDK8S_OUTDIR: join(folder, 'stock') };
  const args = ['-o', figures, '-f', '%e %U %S %M', ...command];
  const { status, stdout, stderr } = spawnSync('/usr/bin/time', args, { env, encoding: 'utf8', maxBuffer: 2 ** 30 });
  if (status !== 0) throw new Error(`${command.join(' ')}: ended with ${status ?? 'no GNU time'}\n${stderr}`);
  const [clock, user, system, kibibytes] = readFileSync(figures, 'utf8').trim().split(' ').map(Number);
  return { clock, cpu: user + system, mebibytes: kibibytes / 1024, output: stdout };
}

function medianOf(runs) {
  const median = (of) => runs.map(of).sort((a, b) => a - b)[Math.floor(runs.length / 2)];
  return {
    clock: round(median(({ clock }) => clock)),
    cpu: round(median(({ cpu }) => cpu)),
    mebibytes: Math.round(median(({ mebibytes }) => mebibytes)),
  };
}

function print(objects, medians, stages) {
  const { cpu: ours } = medians['new, checked'];
  console.log(`\n${objects} objects${' '.repeat(17)}clock s   CPU s   peak MiB   of ours`);
  for (const [way, { clock, cpu, mebibytes }] of Object.entries(medians)) {
    const cells = [clock, cpu, mebibytes, `${round(cpu / ours)} ×`].map((cell) => String(cell).padStart(9));
    console.log(`  ${way.padEnd(22)}${cells.join('')}`);
  }
  console.log(
    `  stages, ms of CPU: ${Object.entries(stages)
      .map(([stage, took]) => `${stage} ${took}`)
      .join(', ')}`,
  );
}

/** The slope of CPU time over objects, both as logarithms, between the smallest and the largest. */
function exponent(results) {
  const [first, last] = [results[0], results.at(-1)];
  if (results.length < 2) return undefined;
  const slope = (of) => Math.log(of(last) / of(first));
  return round(slope(({ medians }) => medians['new, checked'].cpu) / slope(({ objects }) => objects));
}

function round(number) {
  return Math.round(number * 100) / 100;
}
