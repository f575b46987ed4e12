import { grouped } from '../../../constructs/facts/grouped.ts';
import { machinesOf } from '../../../constructs/facts/platform-app.ts';
import table from '../../../platform/ends.json' with { type: 'json' };
import { fluxVersion, charts as pinnedCharts, plugins } from '../../../platform/versions.ts';
import type { Model } from '../../model/model.ts';
import { charts } from '../../reading/charts.ts';
import { podTemplates } from '../../reading/pods.ts';
import { type Ends, endOf, imageOf, releasedOn, type Versioned } from '../../reading/versions.ts';
import { written } from '../../reading/written.ts';
import { serviceAt } from './parts.ts';

/** Something that runs, at one version. */
export interface RunningVersion extends Versioned {
  readonly kind: 'image' | 'chart' | 'program';
  /** Construct paths of services, or machines. */
  readonly users: readonly string[];
  /** The day on which it came out; undefined: nobody wrote it down. */
  readonly released?: string;
  /** The day on which its line ends; undefined: nobody has published one. */
  readonly ends?: string;
}

/** The day on which the dates of `platform/ends.json` were true. */
export const checkedOn: string = table.checked;

const ends: Ends = table;

interface Use extends Versioned {
  readonly kind: RunningVersion['kind'];
  /** Its name in `platform/ends.json`. */
  readonly pin: string;
  readonly user: string;
}

/** Every version that is written, each once with all who use it; the oldest first, then those without a day. */
export function runningVersions(model: Model): readonly RunningVersion[] {
  const uses = [...images(model), ...installedCharts(model), ...programs(model)];
  const each = [...grouped(uses, ({ kind, name, version }) => `${kind} ${name} ${version}`).values()];
  const found = each.map((own): RunningVersion => {
    const { kind, name, version, pin } = own[0] as Use;
    return {
      ...{ kind, name, version, users: [...new Set(own.map(({ user }) => user))].sort() },
      released: releasedOn(ends, pin, version),
      ends: endOf(ends, pin, version),
    };
  });
  const key = ({ released = '9999', name }: RunningVersion) => `${released} ${name}`;
  return found.toSorted((a, b) => (key(a) < key(b) ? -1 : 1));
}

function images(model: Model): readonly Use[] {
  return podTemplates(model).flatMap(({ path, containers }) =>
    containers.map(({ image }): Use => {
      const { name, version } = imageOf(image);
      return { kind: 'image', name, version, pin: name, user: serviceAt(path) };
    }),
  );
}

function installedCharts(model: Model): readonly Use[] {
  return charts(model).flatMap(({ path, chart, version }) => {
    const name = chart?.split('/').at(-1);
    const pinned = Object.values(pinnedCharts).find((one) => one.chart === name);
    if (!name || !version || !pinned) return [];
    const oci = pinned.repository.startsWith('oci://');
    const pin = oci ? `${pinned.repository.slice('oci://'.length)}/${name}` : name;
    return [{ kind: 'chart', name, version, pin, user: serviceAt(path) }];
  });
}

/** What no chart and no pod is: the machines' own, Flux, and the code that runs inside Traefik. */
function programs(model: Model): readonly Use[] {
  const use = (name: string, pin: string, version: string, user: string): Use => ({
    ...{ kind: 'program', name, pin, version, user },
  });
  const ofMachines = model.contracts.flatMap(({ machine, k3s, mailcow }) => [
    use('K3s', 'k3s-io/k3s', k3s.version, machine),
    ...(mailcow ? [use('Mailcow', 'mailcow/mailcow-dockerized', mailcow.version, machine)] : []),
  ]);
  const systems = machinesOf(model.platform).map(({ name, order }) => {
    const [system = '', version = ''] = order.os.split(' ');
    return use(system, system.toLowerCase(), version, name);
  });
  const flux = written(model, 'FluxInstance').map(({ path }) =>
    use('Flux', 'fluxcd/flux2', fluxVersion, serviceAt(path)),
  );
  const { commit, module, version } = plugins.crowdsec;
  const plugged = model.inventory.hostCheckouts
    .filter((checkout) => checkout.commit === commit)
    .map(({ node }) => use('CrowdSec bouncer', module.replace('github.com/', ''), version, serviceAt(node.path)));
  return [...ofMachines, ...systems, ...flux, ...plugged];
}
