/*
 * Fields: mailcow, crowdsec and cadvisor of each contract; EndpointSlice and Certificate of Mailcow; mail and crowdsec of
 * the platform; ports of machines whose owner has a page of metrics.
 * Allowed: what runs beside K3s listens where the cluster looks for it. Mailcow keeps 8081, 9081, 9082 and 65510 for itself.
 */

import { landmarks } from '../../../constructs/facts/landmarks.ts';
import { machinesOf } from '../../../constructs/facts/platform-app.ts';
import { wholeCheck } from '../../model/check.ts';
import type { Letter } from '../../model/finding.ts';
import type { MailcowContract } from '../../model/machine-contract.ts';
import type { Model } from '../../model/model.ts';
import { contractOf } from '../../reading/contracts.ts';
import { at, itemsOf, numberOf, textOf, textsOf } from '../../reading/json.ts';
import { written } from '../../reading/written.ts';

const cure = 'hosts/contract/beside.ts makes it from platform/uyoop.ts: correct it there';
const mailcowsOwn = [8081, 9081, 9082, 65510];

export default wholeCheck('what runs beside K3s, and not where the cluster looks for it', (model) => [
  ...mailWeb(model),
  ...banned(model),
  ...measured(model),
]);

function mailWeb(model: Model): readonly Letter[] {
  const { mail } = model.platform;
  const where = `hosts/${mail.machine}`;
  const mailcow = contractOf(model, mail.machine)?.mailcow;
  if (!mailcow) return [letter(where, 'the mail host is not told to run Mailcow', 'nothing')];
  const { address, port } = mailcow.web;
  const { namespace, service } = landmarks.mailcow;
  const looked = written(model, 'EndpointSlice')
    .filter(({ id }) => id === `${namespace}/${service}`)
    .flatMap(({ path, manifest }) => {
      const addresses = itemsOf(at(manifest, 'endpoints')).flatMap((one) => textsOf(one['addresses']));
      const ports = itemsOf(at(manifest, 'ports')).map((one) => numberOf(one['port']));
      const found = addresses.includes(address) && ports.includes(port);
      return found ? [] : [letter(path, `Mailcow's web listens at ${address}:${port}`, `${addresses}:${ports}`)];
    });
  const taken = mailcowsOwn.includes(port) ? [letter(where, 'Mailcow needs this port for itself', String(port))] : [];
  return [...looked, ...taken, ...certificate(model, mailcow)];
}

/** Where Mailcow's web is routed to, its certificate is one that cert-manager makes. */
function certificate(model: Model, { host, certificate: { namespace, name } }: MailcowContract): readonly Letter[] {
  const made = written(model, 'Certificate').filter(({ spec }) => textsOf(at(spec, 'dnsNames')).includes(host));
  return made
    .filter((one) => one.namespace !== namespace || textOf(at(one.spec, 'secretName')) !== name)
    .map(({ path, namespace: home, spec }) =>
      letter(path, `Mailcow takes its certificate from ${namespace}/${name}`, `${home}/${at(spec, 'secretName')}`),
    );
}

/** The local API, on the one machine that runs it, and where the others look for it. */
function banned({ platform, contracts }: Model): readonly Letter[] {
  const { machine: host, port } = platform.crowdsec;
  const server = platform.machines.find(({ name }) => name === host);
  return contracts.flatMap(({ machine, crowdsec }) => {
    const got = `${crowdsec.api.address}:${crowdsec.api.port}${crowdsec.serves ? ', here' : ''}`;
    const wanted = `${server?.mesh}:${port}${machine === host ? ', here' : ''}`;
    return got === wanted ? [] : [letter(`hosts/${machine}`, `CrowdSec's local API listens at ${wanted}`, got)];
  });
}

/** Pages that Prometheus reads where a machine lists them. */
function measured(model: Model): readonly Letter[] {
  return machinesOf(model.platform).flatMap(({ name, mesh, ports }) => {
    const contract = contractOf(model, name);
    const pages = { cAdvisor: contract?.cadvisor, 'CrowdSec metrics': contract?.crowdsec.metrics };
    return Object.entries(pages).flatMap(([owner, told]) => {
      const door = ports.find((port) => port.owner === owner);
      const listed = door ? `${door.address ?? mesh}:${door.port}` : 'nowhere';
      const got = told ? `${told.address}:${told.port}` : 'nowhere';
      return listed === got ? [] : [letter(`hosts/${name}`, `${owner} is scraped at ${listed}`, got)];
    });
  });
}

const letter = (where: string, what: string, got: string): Letter => ({ where, what, got, cure });
