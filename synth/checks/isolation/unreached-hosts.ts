/*
 * Fields: containers[*].env[*].value; Service spec.selector; NetworkPolicy.
 * Allowed: the host of a Service of ours, or of the mail server, in a variable of pods whose policies let them talk to it.
 */

import { publicAddress } from '../../../constructs/network/endpoint.ts';
import { wholeCheck } from '../../model/check.ts';
import type { Letter } from '../../model/finding.ts';
import type { Model } from '../../model/model.ts';
import { overlaps, rangesOf } from '../../reading/addresses.ts';
import { at, textMapOf } from '../../reading/json.ts';
import { type Network, networkOf } from '../../reading/network.ts';
import type { PodGroup } from '../../reading/pod-groups.ts';
import { podTemplates } from '../../reading/pods.ts';
import { covers } from '../../reading/selector.ts';
import { written } from '../../reading/written.ts';

const cure = "add what answers there to 'reaches' of the workload, or take the variable out";

/** A host that a variable may name, and whether pods may talk to it. */
interface Host {
  readonly named: string;
  reachedBy(pods: PodGroup): boolean;
}

export default wholeCheck('a host in a variable of pods that may not talk to it', (model) => {
  const network = networkOf(model);
  const hosts = [...servicesOf(model, network), ...mailOf(model, network)];
  return podTemplates(model).flatMap(({ path, containers }) => {
    const pods = network.groups.find((group) => group.path === path);
    if (pods === undefined) return [];
    const variables = containers.flatMap((container) => container.variables);
    return variables.flatMap(({ name, value }) =>
      hosts
        .filter((host) => names(value, host.named) && !host.reachedBy(pods))
        .map((host): Letter => letter(path, name, value, host)),
    );
  });
});

function letter(where: string, name: string, value: string, { named }: Host): Letter {
  return { where, what: `no packet arrives at ${named}, which the variable ${name} names`, got: `'${value}'`, cure };
}

/** The host as a whole word: `db.prod.svc` is no part of `mydb.prod.svc`. */
function names(value: string, host: string): boolean {
  const before = value.split(host).slice(0, -1);
  return before.some((text) => !/[\w.-]$/.test(text));
}

/** Services that select pods; what a Service without a selector leads to, its own chart says. */
function servicesOf(model: Model, network: Network): readonly Host[] {
  return written(model, 'Service').flatMap(({ name, namespace, spec }): Host[] => {
    const labels = textMapOf(at(spec, 'selector'));
    if (Object.keys(labels).length === 0) return [];
    const targets = network.groups.filter((group) => group.namespace === namespace && covers(group.labels, labels));
    const reachedBy = (pods: PodGroup) =>
      targets.some((target) => target === pods || network.ports(pods, target).length > 0);
    return [{ named: `${name}.${namespace}.svc`, reachedBy }];
  });
}

/** Mailcow, which runs beside the cluster. */
function mailOf({ platform }: Model, network: Network): readonly Host[] {
  const { host, machine } = platform.mail;
  const ranges = rangesOf([publicAddress(platform, machine)]);
  const reachedBy = (pods: PodGroup) => network.addresses(pods).some((allowed) => overlaps(allowed.ranges, ranges));
  return [{ named: host, reachedBy }];
}
