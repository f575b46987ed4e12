/*
 * Fields: image, command (or the image's own, as declared) and ConfigMaps of pods that an IngressRoute leads to.
 * Allowed: an Apache whose site, inside its VirtualHost, bears a ServerName with https://. Others write no redirect by themselves.
 */

import { check } from '../../model/check.ts';
import type { Model } from '../../model/model.ts';
import { at, itemsOf, textMapOf, textOf } from '../../reading/json.ts';
import { type PodTemplate, podTemplates } from '../../reading/pods.ts';
import { readRoutes } from '../../reading/routes.ts';
import { written } from '../../reading/written.ts';

const cure =
  "add apacheSite(host, folder) to its files: TLS ends at Traefik, and Apache's own redirects lead to http://";

export default check('web servers behind Traefik that redirect to http', (model) => {
  const served = new Set(
    readRoutes(model)
      .filter(({ redirects }) => !redirects)
      .flatMap(({ id, services }) => services.map(({ name }) => `${id.split('/')[0]}/${name}`)),
  );
  return podTemplates(model)
    .filter(({ namespace, name }) => served.has(`${namespace}/${name}`))
    .flatMap((pod) => {
      const server = pod.running.find(isApache(entrypointOf(model, pod)));
      if (!server || filesOf(model, pod).some((text) => knowsItsScheme.test(text))) return [];
      const what = 'Apache sends its visitors to http:// whenever it redirects by itself';
      return [{ where: pod.path, what, got: `${server.image} without a site of its own`, cure }];
    });
});

const isApache =
  (entrypoint: readonly string[]) =>
  ({ image, words }: PodTemplate['running'][number]): boolean =>
    /[:-]apache\b|\bhttpd:/.test(image) || [...entrypoint, ...words].includes('apache2-foreground');

/** What starts it, which is written only where something has to come before it. */
function entrypointOf({ inventory }: Model, { namespace, name }: PodTemplate): readonly string[] {
  const workload = inventory.workloads.find((one) => one.name === name && one.pods.namespace === namespace);
  return workload?.props.entrypoint ?? [];
}

const knowsItsScheme = /<VirtualHost [^>]*>(?:(?!<\/VirtualHost>)[\s\S])*^\s*ServerName https:\/\//m;

/** Every text of the ConfigMaps that a pod mounts. */
function filesOf(model: Model, { path, namespace }: PodTemplate): readonly string[] {
  const owner = model.documents.find((document) => document.path === path);
  const volumes = itemsOf(at(owner?.manifest, 'spec', 'template', 'spec', 'volumes'));
  const names = volumes.flatMap((volume) => textOf(at(volume, 'configMap', 'name')) ?? []);
  const maps = written(model, 'ConfigMap').filter((map) => map.namespace === namespace && names.includes(map.name));
  return maps.flatMap(({ manifest }) => Object.values(textMapOf(at(manifest, 'data'))));
}
