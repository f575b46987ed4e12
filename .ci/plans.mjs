// The plans of a merge request, as a part of its note: one line a stack, what is destroyed or replaced by name, the rest folded.
//   node .ci/plans.mjs FOLDER OUT    reads FOLDER/<stack>.txt, as `.ci/terraform plan` writes them
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** What a plan says of itself: its last word, and each resource with what happens to it. */
export function readPlan(text) {
  const changes = [...text.matchAll(/^ {2}# (\S+) (.+)$/gm)]
    .map(([, address, what]) => ({ address, what }))
    .filter(({ what }) => /^(will be|must be|has moved)/.test(what));
  const summary = /^(Plan: .+|No changes\..*)$/m.exec(text)?.[1];
  const outputs = /^Changes to Outputs:/m.test(text) ? 'Outputs change.' : undefined;
  return { summary: summary ?? outputs ?? 'No plan could be read: see the job.', changes };
}

/** Markdown of all plans, by stack. */
export function planned(plans) {
  if (plans.length === 0) return '';
  const parts = plans.flatMap(({ stack, text }) => sectionOf(stack, readPlan(text)));
  return ['## Terraform', ...parts].join('\n');
}

function sectionOf(stack, { summary, changes }) {
  const loud = changes.filter(({ what }) => /destroyed|replaced/.test(what));
  const calm = changes.filter((change) => !loud.includes(change));
  const row = ({ address, what }) => `  - \`${address}\` ${what}`;
  const folded = ['  <details><summary>the rest</summary>', '', ...calm.map(row), '', '  </details>'];
  return [`- **${stack}**: ${summary}`, ...loud.map(row), ...(calm.length > 0 ? folded : [])];
}

function main([folder, out]) {
  if (!folder || !out) {
    console.error('node .ci/plans.mjs FOLDER OUT');
    return 2;
  }
  const names = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.txt')) : [];
  const plans = names.sort().map((name) => ({
    stack: basename(name, '.txt'),
    text: readFileSync(join(folder, name), 'utf8'),
  }));
  writeFileSync(out, `${planned(plans)}\n`);
  return 0;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) process.exitCode = main(process.argv.slice(2));
