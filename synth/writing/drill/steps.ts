import { machinesOf, serverOf } from '../../../constructs/facts/platform-app.ts';
import { bytes } from '../../../constructs/facts/quantity.ts';
import type { Inventory } from '../../../constructs/inventory.ts';
import { Workload } from '../../../constructs/pod/workload.ts';
import type { Service } from '../../../constructs/service/service.ts';
import type { Machine, Platform } from '../../../platform/types.ts';
import type { SavedState } from '../backups/contract.ts';
import { type Needs, needsOf } from './order.ts';
import type { DrillStep, Proof } from './plan.ts';
import { type Kept, nameOf, objectOf, podsOf } from './service-plan.ts';

/** What was measured of a step, or what upstream says of it, in minutes. */
const minutes = {
  kit: 5,
  ground: 40,
  mailCode: 15,
  mailStart: 15,
  byHand: 20,
  cluster: 15,
  service: 10,
  end: 5,
} as const;

/** Bytes that come back in a minute: what a restore over OVH's network must reach. */
const bytesPerMinute = 1_000_000_000;

/** A platform and what it keeps, as the steps are made of it. */
export interface Lost {
  readonly platform: Platform;
  readonly inventory: Inventory;
  /** Saved states of each machine, by its name. */
  readonly states: ReadonlyMap<string, readonly SavedState[]>;
  /** In the order in which they come back. */
  readonly kept: readonly Kept[];
}

/** From an empty desk to a platform that answers. */
export function drillSteps(lost: Lost): readonly DrillStep[] {
  const machines = machinesOf(lost.platform);
  const server = serverOf(lost.platform);
  const others = machines.filter(({ name }) => name !== server.name);
  const steps = [
    kit(lost.platform),
    ...machines.flatMap((machine) => [ground(machine), ...mail(lost, machine), volumes(lost, machine)]),
    ...[server, ...others].map((machine) => cluster(server, machine)),
    ...services(lost, server),
  ];
  return [...steps, end(steps)];
}

function kit({ phase }: Platform): DrillStep {
  const flags = phase === 3 ? ", and Vault's keys" : '';
  return {
    id: 'kit',
    what: `the offline kit opens: the sealing key, the passwords of the repositories, K3s's token${flags}`,
    after: [],
    run: [],
    shows: [{ run: 'npm run --silent secrets -- kit --verify "$KIT/kit" $KIT_IDENTITY', says: 'sealed values open' }],
    minutes: minutes.kit,
  };
}

/** An empty Debian becomes one that can restore. */
function ground({ name }: Machine): DrillStep {
  return {
    id: `ground/${name}`,
    what: `${name} is a machine of ours again, and reads its repository`,
    after: ['kit'],
    run: [
      `play hosts/site.yaml --limit ${name} --tags base,ssh,wireguard,firewall,docker,backup --extra-vars backup_secrets="$KIT/backup" --extra-vars backup_saves=false`,
    ],
    shows: [{ run: `on ${name} uyoop-restore ready $POINT_OF_STATES`, says: 'states are there' }],
    minutes: minutes.ground,
  };
}

const systemOf = ({ inventory }: Lost, state: SavedState): string | undefined => {
  const claim = inventory.backups.find(
    ({ namespace, volume }) => namespace === state.namespace && volume === state.volume,
  );
  return claim?.outside?.kind === 'machine' ? claim.outside.of : undefined;
};

/** Mailcow's own: its settings go into its checkout, its mails where Docker looks for them, and it asks a person for the rest. */
function mail(lost: Lost, { name }: Machine): readonly DrillStep[] {
  const own = (lost.states.get(name) ?? []).filter((state) => systemOf(lost, state) === 'Mailcow');
  if (own.length === 0) return [];
  const hands = own.flatMap((state) => claimOf(lost, state)?.byHand ?? []);
  return [
    {
      id: `mail/${name}`,
      what: `Mailcow's folder, settings and mails are on ${name}`,
      after: [`ground/${name}`],
      run: [
        `play hosts/site.yaml --limit ${name} --tags mailcow --extra-vars mailcow_starts=false`,
        restore(name, own),
      ],
      shows: own.map((state) => held(name, state)),
      minutes: minutes.mailCode + minutesOf(lost, own),
    },
    {
      id: `mail-databases/${name}`,
      what: 'Mailcow runs, with its mailboxes and passwords; a mail goes out and comes in',
      after: [`mail/${name}`],
      run: [`play hosts/site.yaml --limit ${name} --tags mailcow`],
      ...(hands.length > 0 && { byHand: hands.join('; ') }),
      shows: [{ run: mailPort(lost.platform), says: '^220 ' }],
      minutes: minutes.mailStart + minutes.byHand,
    },
  ];
}

const mailPort = ({ mail: { host } }: Platform): string =>
  `timeout 20 bash -c 'exec 3<>/dev/tcp/${host}/25 && head -n 1 <&3'`;

function claimOf({ inventory }: Lost, { namespace, volume }: SavedState) {
  const claim = inventory.backups.find((one) => one.namespace === namespace && one.volume === volume);
  return claim?.outside?.kind === 'machine' ? claim.outside : undefined;
}

/** Before K3s starts: the datastore brings the names of the volumes, and each folder is there when its pod comes. */
function volumes(lost: Lost, { name }: Machine): DrillStep {
  const own = (lost.states.get(name) ?? []).filter(
    (state) => !state.bucket && !state.dump?.load && systemOf(lost, state) !== 'Mailcow',
  );
  return {
    id: `volumes/${name}`,
    what: `the folders of ${name}'s services, and what K3s knew, lie where they lay`,
    after: [`ground/${name}`],
    run: own.length > 0 ? [restore(name, own)] : [],
    shows: own.map((state) => held(name, state)),
    minutes: minutesOf(lost, own),
  };
}

function cluster(server: Machine, { name }: Machine): DrillStep {
  const first = name === server.name ? [] : [`cluster/${server.name}`];
  return {
    id: `cluster/${name}`,
    what: `K3s runs on ${name}; its services wait for their databases`,
    after: [`volumes/${name}`, ...first],
    run: [`play hosts/site.yaml --limit ${[...new Set([server.name, name])].join()} --tags crowdsec,cadvisor,k3s`],
    shows: [
      {
        run: `on ${server.name} k3s kubectl wait --for=condition=Ready node/${name} --timeout=300s`,
        says: 'condition met',
      },
    ],
    minutes: minutes.cluster,
  };
}

function services(lost: Lost, server: Machine): readonly DrillStep[] {
  const needs = needsOf(lost.inventory);
  const all = lost.kept.map((one) => serviceStep(lost, one, needs, server));
  // One without a door, a database or a program that stays: nothing tells more of it than its folder did.
  const told = all.filter(({ run, byHand, shows }) => run.length + shows.length > 0 || byHand !== undefined);
  const untold = all.filter((step) => !told.includes(step)).map(({ id }) => id);
  return told.map((step) => ({ ...step, after: step.after.filter((id) => !untold.includes(id)) }));
}

function serviceStep(lost: Lost, kept: Kept, needs: Needs, server: Machine): DrillStep {
  const { service, states } = kept;
  const { path } = service.node;
  const databases = states.filter(({ dump }) => dump?.load);
  const buckets = states.flatMap(({ bucket }) => bucket?.bucket ?? []);
  const hands = [
    ...(service.afterRestore ? [service.afterRestore.byHand] : []),
    ...buckets.map(
      (name) => `look whether the bucket ${name} is whole; if not: uyoop-restore bucket, and copy it back`,
    ),
  ];
  const before = earlier(lost, service, needs).map((other) => `service/${other.node.path}`);
  return {
    id: `service/${path}`,
    what: `${path} has its data and answers`,
    after: [`cluster/${server.name}`, `cluster/${service.machine.name}`, ...before].filter(once),
    run:
      databases.length > 0
        ? [`play hosts/restore.yaml --extra-vars restore_service=${path} --extra-vars restore_files=false $POINT`]
        : [],
    ...(hands.length > 0 && { byHand: hands.join('; ') }),
    shows: [
      ...databases.map((state) => held(service.machine.name, state)),
      ...(service.afterRestore ? [onServer(server, service.afterRestore.shows)] : []),
      ...running(service, server),
      ...doors(lost, service),
    ],
    minutes: minutes.service + minutesOf(lost, databases) + (hands.length > 0 ? minutes.byHand : 0),
  };
}

/** Of those that come back by a step of their own. */
function earlier({ kept }: Lost, service: Service, needs: Needs): readonly Service[] {
  const at = kept.findIndex((one) => one.service === service);
  return kept.slice(0, at).flatMap((one) => ((needs.get(service) ?? []).includes(one.service) ? [one.service] : []));
}

const onServer = ({ name }: Machine, { run, says }: Proof): Proof => ({ run: `on ${name} ${run}`, says });

/** What runs all the time: by the clock, the next run shows it. */
function running(service: Service, server: Machine): readonly Proof[] {
  const own = podsOf(service).filter((owner) => owner instanceof Workload);
  return own.map((owner) =>
    onServer(server, {
      run: `k3s kubectl -n ${owner.pods.namespace} rollout status ${objectOf(owner)} --timeout=${Math.max(300, owner.startupSeconds)}s`,
      says: 'successfully rolled out|rolling update complete|roll out complete',
    }),
  );
}

/** Behind the portal a stranger is sent to it; anything but an error of the server's is an answer. */
function doors({ inventory }: Lost, service: Service): readonly Proof[] {
  const own = inventory.exposures.filter(({ node }) => node.scopes.includes(service));
  return own.map(({ host }) => ({
    run: `curl --silent --show-error --max-time 20 --output /dev/null --write-out '%{http_code}' https://${host}/`,
    says: '^[234]',
  }));
}

function end(steps: readonly DrillStep[]): DrillStep {
  return {
    id: 'end',
    what: 'the machines save again by the clock, and Prometheus knows of the drill',
    after: steps.map(({ id }) => id),
    run: ['play hosts/site.yaml --tags backup'],
    shows: [],
    minutes: minutes.end,
  };
}

const restore = (machine: string, states: readonly SavedState[]): string =>
  `play hosts/restore.yaml --limit ${machine} --extra-vars restore_states=${states.map(nameOf).join()} $POINT`;

const held = (machine: string, state: SavedState): Proof => ({
  run: `on ${machine} uyoop-restore shows ${nameOf(state)}`,
  says: 'as it was saved',
});

/** Of the most that each may hold: what there is today takes less. */
function minutesOf({ inventory }: Lost, states: readonly SavedState[]): number {
  const sizes = states.map(({ namespace, volume }) => {
    const claim = inventory.backups.find((one) => one.namespace === namespace && one.volume === volume);
    return claim?.size === undefined ? 0 : bytes(claim.size);
  });
  return Math.ceil(sizes.reduce((sum, size) => sum + size, 0) / bytesPerMinute);
}

const once = <T>(value: T, at: number, all: readonly T[]): boolean => all.indexOf(value) === at;
