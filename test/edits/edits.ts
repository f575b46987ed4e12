import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { uyoop } from '../../platform/uyoop.ts';
import type { Copy } from './copy.ts';
import { exampleService, told } from './pages.ts';

/** One edit of an owner's, made as the pages tell it. Where the owner has made it already, it changes nothing. */
export interface Edit {
  readonly name: string;
  make(copy: Copy): Promise<void> | void;
}

const model = 'platform/uyoop.ts';
const facts = 'platform/owner.ts';
const types = 'platform/types.ts';
const versions = 'platform/versions.ts';

export const edits: readonly Edit[] = [
  { name: 'own facts', make: writeFacts },
  { name: 'phase 1', make: (copy) => copy.set(model, told('Begin with phase 1, go on with phase 2', model)) },
  { name: 'phase 2', make: (copy) => copy.set(model, 'phase: 2,') },
  { name: 'Argo CD', make: (copy) => copy.set(model, told('Take Argo CD instead of Flux', model)) },
  { name: 'one machine more', make: addMachine },
  { name: 'one zone more, with mail', make: addZone },
  { name: 'the wiki of CONTRIBUTING.md', make: (copy) => addWiki(copy) },
  { name: 'Mautic taken out', make: takeOut },
  { name: 'every version moved', make: moveVersions },
  { name: 'one bucket more', make: addBucket },
];

/** Every fact becomes one that a real owner could have. @throws when one is left as it was. */
async function writeFacts(copy: Copy): Promise<void> {
  let count = 0;
  const real: Readonly<Record<string, () => string>> = {
    ipv4: () => `51.210.100.${++count}`,
    ipv6: () => `2001:41d0:304:200::${++count}`,
    serviceName: () => `vps-0a1b2c${++count}d.vps.ovh.net`,
    wireguardKey: () => randomBytes(32).toString('base64'),
    cloudProject: () => randomBytes(16).toString('hex'),
    url: () => 'https://gitlab.com/meadow/model.git',
    group: () => 'meadow',
    gitlabProject: () => '40100200',
    gitlabGroup: () => '90100200',
    github: () => 'meadow-mirror',
    acmeMail: () => 'hostmaster@meadow.fr',
    alertMail: () => 'anna@elsewhere.fr',
    postmaster: () => 'anna@cjenti.com',
    dkim: dkimKey,
  };
  const fact = new RegExp(`\\b(${Object.keys(real).join('|')}): '[^']*'`, 'g');
  copy.replaceAll(facts, fact, (found) => {
    const name = found.slice(0, found.indexOf(':'));
    return `${name}: '${real[name]?.()}'`;
  });
  const { placeholders } = JSON.parse((await copy.program('synth', '--json')).output);
  if (placeholders.length > 0) throw new Error(`still placeholders: ${placeholders.join(', ')}`);
}

/** 2048 bits, as Mailcow makes them. */
function dkimKey(): string {
  const { publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return publicKey.export({ type: 'spki', format: 'der' }).toString('base64');
}

function addMachine(copy: Copy): void {
  if (copy.read(model).includes("name: 'attic'")) return;
  // Its address on the mesh is one that nobody has.
  const addresses = uyoop.machines.map(({ mesh }) => mesh as string);
  const free = Array.from({ length: 200 }, (_, index) => uyoop.network.mesh.replace(/0\/\d+$/, String(index + 3)));
  const mesh = free.find((address) => !addresses.includes(address)) as string;
  const machine = told('Add a machine', model).replaceAll('10.8.0.3', mesh);
  copy.replaceAll(model, /^\/\*\* The platform on one page/gm, (line) => `${machine}\n${line}`);
  copy.replaceAll(model, /machines: \[.*(?=\])/g, (list) => `${list}, attic`);
  copy.replaceAll(facts, /^ {2}machines: \{$/gm, (line) => `${line}\n${told('Add a machine', facts)}`);
}

function addZone(copy: Copy): void {
  const entry = told('Add a zone', facts);
  if (copy.read(facts).includes(entry.trim())) return;
  copy.replaceAll(facts, /^export const zones = \{$/gm, (line) => `${line}\n${entry}`);
}

/** CONTRIBUTING's wiki, or the same under another name: one construct file, one line of a chart, its password sealed. */
export async function addWiki(copy: Copy, name = 'wiki'): Promise<void> {
  const file = `constructs/services/${name}.ts`;
  if (copy.has(file)) return;
  const type = `${name[0]?.toUpperCase()}${name.slice(1)}`;
  copy.write(file, exampleService().replaceAll('wiki', name).replaceAll('Wiki', type));
  const chart = 'charts/prod-web.ts';
  const line = `    new ${type}(this, '${name}', { host: '${name}.uyoop.fr' });`;
  copy.replaceAll(chart, / {2}\}\n\}\n$/g, (end) => `${line}\n${end}`);
  copy.write(chart, `import { ${type} } from '../constructs/services/${name}.ts';\n${copy.read(chart)}`);
  await sealMissing(copy);
}

/** `npm run secrets -- seal`, which under a placeholder certificate says so. */
async function sealMissing(copy: Copy): Promise<void> {
  const { output } = await copy.program('secrets', '--json');
  const { certificate } = JSON.parse(output);
  const sealed = await copy.program('secrets', 'seal', ...(certificate.placeholder ? ['--placeholder'] : []));
  if (sealed.status !== 0) throw new Error(sealed.output);
}

/** Runs what the page shows at a prompt. */
async function takeOut(copy: Copy): Promise<void> {
  if (!copy.has('charts/prod-marketing.ts')) return;
  const commands = told('Take a service out', undefined, 'console').replaceAll(/^\$ /gm, '');
  const { status, output } = await copy.run('bash', '-e', '-c', commands);
  if (status !== 0) throw new Error(output);
}

/** What Renovate does in a year: the last number of every version grows. */
function moveVersions(copy: Copy): void {
  const later = (version: string) => version.replace(/\d+(?=\D*$)/, (number) => String(Number(number) + 1));
  const pinned = /(?<=^(?! *\/\/).*['":])v?(?:alpine-v)?\d+\.\d+[\w.+-]*(?=')/gm;
  copy.replaceAll(versions, pinned, later);
  if (/^ *ghost: /m.test(copy.read(versions))) copy.set(versions, told('Move a version', versions));
}

function addBucket(copy: Copy): void {
  const name = told('Add a bucket', types);
  if (copy.read(types).includes(name)) return;
  copy.replaceAll(types, /export type BucketName = [^;]*/g, (union) => `${union} ${name}`);
  copy.replaceAll(model, /^ {2}buckets: \{$/gm, (line) => `${line}\n${told('Add a bucket', model)}`);
}
