import { at, itemsOf } from '../../synth/reading/json.ts';
import { type Reach, reachability } from '../../synth/reading/reachability.ts';
import { tableRows } from './report-tables.ts';
import type { Side } from './side.ts';

/** Who reaches what on one side, by the policies, routes and ports that are written. */
export interface ReachTables {
  readonly internet: readonly Reach[];
  readonly pods: readonly Reach[];
  readonly addresses: readonly Reach[];
  /** Pods that no policy holds. */
  readonly open: readonly string[];
}

export function reachOf(side: Side): ReachTables {
  const { internet, pods, addresses, open } = reachability(side.model);
  return {
    internet: [...internet, ...machinePorts(side)],
    pods,
    addresses,
    open: open.map(({ pods, directions }) => `${pods} (${directions})`),
  };
}

/** Ports of the machines' firewalls: what Ansible reads, or the matrix that synth computed where no host layer is written. */
function machinePorts(side: Side): readonly Reach[] {
  const written = side.ofKind('host').flatMap(({ home, value }) =>
    itemsOf(at(value, 'firewall', 'public')).map(({ port, protocol, owner }) => ({
      from: 'internet',
      to: `${home}: ${owner}`,
      ports: `${protocol}/${port}`,
    })),
  );
  return written.length > 0 ? written : reportedPorts(side);
}

function reportedPorts({ files }: Side): readonly Reach[] {
  const rows = tableRows(files.get('report/reachability.md') ?? '', 'From the internet');
  return rows.flatMap(([from = '', to = '', ports = '']) =>
    /^[\w-]+: /.test(to) && /^(tcp|udp|sctp)\//.test(ports) ? [{ from, to, ports }] : [],
  );
}

/** Pairs that are in the second matrix alone, or have further ports there: those ports. */
export function addedRows(before: readonly Reach[], after: readonly Reach[]): readonly Reach[] {
  const ports = new Map(before.map((row) => [`${row.from} ${row.to}`, portsOf(row)]));
  return after.flatMap((row) => {
    const old = ports.get(`${row.from} ${row.to}`) ?? [];
    const added = old.includes('any port') ? [] : portsOf(row).filter((port) => !old.includes(port));
    return added.length > 0 ? [{ ...row, ports: added.join(', ') }] : [];
  });
}

const portsOf = ({ ports }: Reach): readonly string[] => ports.split(', ');
