import { readableBytes, readableCores } from '../../constructs/facts/quantity.ts';
import type { ForwardAuth } from '../../constructs/web/access.ts';
import type { Exposure } from '../../constructs/web/exposure.ts';
import { guardedPaths, shutPaths } from '../../constructs/web/rules.ts';
import type { Platform } from '../../platform/types.ts';
import { type Files, toJson } from '../model/files.ts';
import type { Model } from '../model/model.ts';
import { beyondPolicies } from '../reading/beyond-policies.ts';
import { type Budget, budgets } from '../reading/budgets.ts';
import { reachability, reachabilityMarkdown } from '../reading/reachability.ts';
import { machinesMarkdown } from './machines.ts';
import { refusals } from './refusals.ts';
import { systemsMarkdown } from './systems.ts';

/** What a person reads beside the diff: `dist/report/`. */
export function reportFiles(model: Model): Files {
  return new Map([
    ['report/capacity.md', capacity(budgets(model))],
    ['report/checks.md', refusals()],
    ['report/kernel.md', kernel(model)],
    ['report/exceptions.md', exceptions(model)],
    ['report/exposures.md', exposures(model)],
    ['report/machines.md', machinesMarkdown(model.contracts)],
    ['report/reachability.md', reachabilityMarkdown(reachability(model), beyondPolicies(model))],
    ['report/systems.md', systemsMarkdown(model)],
    ['report/existing-secrets.json', toJson(existingSecrets(model))],
  ]);
}

function capacity(machines: ReadonlyMap<string, Budget>): string {
  const sections = [...machines.values()].map(({ machine, cpu, memory, limits, disk, rows }) => {
    const total = [
      `| **sum** | **${readableCores(cpu.used)}** | **${readableBytes(memory.used)}** | **${readableBytes(limits.used)}** | **${readableBytes(disk.used)}** |`,
      `| **machine** | ${readableCores(cpu.total)} | ${readableBytes(memory.total)} | ${readableBytes(limits.total)} | ${readableBytes(disk.total)} |`,
    ];
    const lines = rows.map(
      (row) =>
        `| ${row.name} | ${readableCores(row.cpu)} | ${readableBytes(row.memory)} | ${readableBytes(row.limits)} | ${readableBytes(row.disk)} |`,
    );
    return [
      `## ${machine}`,
      '',
      '| what | CPU | memory | memory limit | disk |',
      '|---|---:|---:|---:|---:|',
      ...lines,
      ...total,
      '',
    ].join('\n');
  });
  return `# Capacity\n\nRequests, limits and disk of everything that runs on a machine, Kubernetes or not.\n\n${sections.join('\n')}`;
}

/** Settings of the machines' kernels, which the host layer makes because no pod may. */
function kernel({ inventory }: Model): string {
  const rows = inventory.hostSysctls.map(
    ({ machine, key, minimum, node }) => `| ${machine.name} | ${key} | ${minimum} | ${node.scope?.node.path ?? ''} |`,
  );
  return `# Kernel settings\n\nWhat services need of the machines that they run on.\n\n| machine | setting | at least | for |\n|---|---|---:|---|\n${rows.join('\n')}\n`;
}

/** What the platform's own facts say why of: what is bought, deleted, or never given back. */
function meant({ machines, buckets }: Platform): readonly (readonly string[])[] {
  const bought = machines.flatMap(({ name, order }) =>
    order.reason === undefined ? [] : [[`machine ${name}`, 'ordered at OVH', order.reason]],
  );
  const destroys = Object.entries(buckets).flatMap(([name, { reason, expireDays, lockDays }]) =>
    reason === undefined ? [] : [[`bucket ${name}`, lasting(expireDays, lockDays), reason]],
  );
  return [...bought, ...destroys];
}

const lasting = (expires?: number, locks?: number): string =>
  [...(expires ? [`expires after ${expires} days`] : []), ...(locks ? [`locked for ${locks} days`] : [])].join(', ');

function exceptions({ inventory, platform }: Model): string {
  const written = inventory.exceptions.map(
    ({ node, what, reason }) => [node.scope?.node.path ?? '', what, reason] as const,
  );
  const unsaved = inventory.backups.flatMap(({ node, volume, backup }) =>
    typeof backup === 'string' ? [] : [[node.scope?.node.path ?? '', `no backup of ${volume}`, backup.none] as const],
  );
  const rows = [...written, ...unsaved, ...meant(platform)].map((cells) => `| ${cells.join(' | ')} |`);
  return `# Exceptions\n\nEverything that is looser than the default, and why.\n\n| where | what | reason |\n|---|---|---|\n${rows.join('\n')}\n`;
}

function exposures({ inventory }: Model): string {
  const rows = inventory.exposures.map((exposure) => {
    const { host, namespace, aliases, alsoServes, access, claimedBy = '' } = exposure;
    return `| ${host} | ${namespace} | ${accessText(exposure)} | ${groupsOf(access)} | ${claimedBy} | ${[...alsoServes, ...aliases].join(', ')} |`;
  });
  return `# Exposures\n\nEvery public web host, and how it came to its first administrator.\n\n| host | namespace | access | groups | claimed by | other names |\n|---|---|---|---|---|---|\n${rows.join('\n')}\n`;
}

function accessText({ access, firstRun }: Exposure): string {
  switch (access.kind) {
    case 'forward-auth':
      return `Authelia (${access.policy}) on ${guardedPaths(access, firstRun).join(', ')}${exceptText(access, firstRun)}`;
    case 'oidc':
      return `OpenID Connect (${access.policy})`;
    case 'open':
      return 'open';
    case 'redirect':
      return `redirects to ${access.to}`;
    case 'portal':
      return 'the portal itself';
  }
}

function exceptText(access: ForwardAuth, firstRun: Exposure['firstRun']): string {
  const { except, openings, tokens } = access;
  const { files, links = [] } = openings ?? {};
  const paths = shutPaths(access, firstRun);
  const shut = paths.length > 0 ? `, but on ${paths.join(', ')}` : '';
  const whole = except.length > 0 ? [`${except.join(', ')}${tokens ? ' with a token' : ''}`] : [];
  const read = files ? [`files of ${files.below.join(', ')} (${files.endings.join(', ')})`] : [];
  const linked = links.map(({ path, query }) => `${path} with ${Object.keys(query).join(' and ')}`);
  const open = [...whole, ...read, ...linked];
  return open.length > 0 ? `, not on ${open.join(', ')}${shut}` : '';
}

const groupsOf = (access: Exposure['access']): string => ('groups' in access ? access.groups.join(', ') : '');

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
