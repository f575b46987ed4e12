import { type Files, toJson } from '../model/files.ts';
import type { Model } from '../model/model.ts';
import { beyondPolicies } from '../reading/beyond-policies.ts';
import { budgets } from '../reading/budgets.ts';
import { reachability, reachabilityMarkdown } from '../reading/reachability.ts';
import { capacityMarkdown } from './capacity.ts';
import { exposuresMarkdown } from './exposures.ts';
import { exceptionRows } from './facts/exceptions.ts';
import { shortRoutes } from './facts/routes.ts';
import { machinesMarkdown } from './machines.ts';
import { networkMermaid } from './network.ts';
import { pageOf } from './page/page.ts';
import { refusals } from './refusals.ts';
import { systemsMarkdown } from './systems.ts';
import { markdownTable } from './tables.ts';

/** What a person reads beside the diff: `dist/report/`. */
export function reportFiles(model: Model): Files {
  const network = networkMermaid(model);
  return new Map([
    ['report/capacity.md', capacityMarkdown(budgets(model))],
    ['report/checks.md', refusals()],
    ['report/kernel.md', kernel(model)],
    ['report/exceptions.md', exceptions(model)],
    ['report/exposures.md', exposuresMarkdown(model)],
    ['report/machines.md', machinesMarkdown(model.contracts)],
    ['report/reachability.md', matrix(model)],
    ['report/systems.md', systemsMarkdown(model)],
    ['report/index.html', pageOf(model)],
    ['report/network.mmd', network],
    ['report/README.md', contents(model, network)],
    ['report/existing-secrets.json', toJson(existingSecrets(model))],
  ]);
}

/** What a forge shows of the folder: the drawing, and what else there is. */
function contents({ platform }: Model, network: string): string {
  const pages = [
    ['index.html', 'everything on one page, in a browser'],
    ['systems.md', 'every system: where it runs, what keeps it, from which phase on'],
    ['exposures.md', 'every public name: who asks who comes, what is open'],
    ['exceptions.md', 'what is looser than the default, and why'],
    ['reachability.md', 'who reaches whom'],
    ['capacity.md', 'what each machine has, and who takes it'],
    ['machines.md', 'what comes into a machine, and the state that it keeps'],
    ['kernel.md', 'settings of kernels that services need'],
    ['checks.md', 'what synth refuses'],
    ['existing-secrets.json', 'Secrets that must be in the cluster before GitOps takes over'],
  ].map(([file, what]) => `- [${file}](${file}): ${what}`);
  return `# The platform ${platform.name}, phase ${platform.phase}\n\n\`\`\`mermaid\n${network}\`\`\`\n\nDrawn are services, and the ports by which one may reach the other; in colour the way of strangers.\n\n${pages.join('\n')}\n`;
}

/** Settings of the machines' kernels, which the host layer makes because no pod may. */
function kernel({ inventory }: Model): string {
  const rows = inventory.hostSysctls.map(
    ({ machine, key, minimum, node }) => `| ${machine.name} | ${key} | ${minimum} | ${node.scope?.node.path ?? ''} |`,
  );
  return `# Kernel settings\n\nWhat services need of the machines that they run on.\n\n| machine | setting | at least | for |\n|---|---|---:|---|\n${rows.join('\n')}\n`;
}

function exceptions(model: Model): string {
  const rows = exceptionRows(model).map(({ where, what, reason }) => [where, what, reason]);
  return `# Exceptions\n\nEverything that is looser than the default, and why.\n\n${markdownTable(['where', 'what', 'reason'], rows)}\n`;
}

/** The matrix, in which a route is its host and paths: Traefik's own rule stands in its manifest. */
function matrix(model: Model): string {
  const { internet, ...rest } = reachability(model);
  return reachabilityMarkdown({ ...rest, internet: shortRoutes(model, internet) }, beyondPolicies(model));
}

/** Secrets that must be in the cluster before GitOps takes over: all of them in phase 1, the deploy token always. */
function existingSecrets({ inventory }: Model) {
  return inventory.secrets
    .filter(({ backend }) => backend === 'existing')
    .map(({ namespace, name, keys, beside }) => ({
      namespace,
      name,
      ...beside,
      keys: Object.fromEntries(Object.entries(keys).map(([key, recipe]) => [key, recipe.from])),
    }));
}
