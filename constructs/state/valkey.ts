import { Construct } from 'constructs';
import type { Bytes, Resources } from '../../platform/types.ts';
import { wholeSize } from '../../platform/values/quantities.ts';
import { images } from '../../platform/versions.ts';
import { freshId } from '../facts/fresh-id.ts';
import { bytes } from '../facts/quantity.ts';
import { taken } from '../facts/taken.ts';
import type { Endpoint, Peer } from '../network/endpoint.ts';
import { scratch } from '../pod/folder.ts';
import type { Workload } from '../pod/workload.ts';
import { random, type SecretReference } from '../secret/secret.ts';
import type { Service } from '../service/service.ts';

export interface ValkeyProps {
  /** Memory for values. Default: 128Mi. */
  readonly memory?: Bytes;
  /** `noeviction` keeps locks and sessions and refuses writes when full; `allkeys-lru` suits a pure cache. Default: `noeviction`. */
  readonly whenFull?: 'noeviction' | 'allkeys-lru';
  readonly resources?: Resources;
}

/**
 * Valkey for one service, in memory alone: when it restarts, people log in again. An endpoint: `reaches: [sessions]`.
 * Its password stands in a configuration file that the container writes for itself, never in its arguments.
 *
 * @see https://valkey.io/topics/
 */
export class Valkey extends Construct implements Endpoint {
  readonly name: string;
  readonly host: string;
  readonly port = 6379;
  readonly password: SecretReference;
  private readonly server: Workload;

  constructor(scope: Service, id: string, props: ValkeyProps = {}) {
    super(scope, freshId(scope, id));
    const resources = props.resources ?? { cpu: '20m', memory: '64Mi', memoryLimit: '192Mi' };
    this.takeMemory(props.memory ?? '128Mi', resources);
    const { password } = scope.secret(id, { password: random() });
    this.password = password;
    this.server = scope.workload(id, {
      image: images.valkey,
      command: ['/bin/sh', '-c', start],
      user: 999,
      group: 1000,
      ports: { valkey: this.port },
      files: { '/etc/valkey/valkey.conf': configuration(props) },
      env: { VALKEY_PASSWORD: password },
      volumes: { '/data': scratch('16Mi', { memory: true }) },
      resources,
      probe: { exec: ['/bin/sh', '-c', ping], startupSeconds: 60 },
    });
    this.name = this.server.name;
    this.host = this.server.host;
  }

  /** Valkey takes whole numbers alone, and what fills its pod is killed before Valkey says that it is full. */
  private takeMemory(memory: Bytes, { memory: request, memoryLimit = request }: Resources): void {
    taken(this, 'memory', wholeSize, memory);
    if (bytes(memory) < bytes(memoryLimit)) return;
    throw new Error(
      `${this.node.path}: memory '${memory}' for values leaves nothing of the pod's '${memoryLimit}'; write less, or raise resources.memoryLimit`,
    );
  }

  get peers(): readonly Peer[] {
    return this.server.peers;
  }
}

/** In memory alone: it saves nothing. */
function configuration({ memory = '128Mi', whenFull = 'noeviction' }: ValkeyProps): string {
  const maximum = memory.replace('i', 'b').toLowerCase();
  const settings = ['save ""', 'appendonly no', 'dir /data', `maxmemory ${maximum}`, `maxmemory-policy ${whenFull}`];
  return `${settings.join('\n')}\n`;
}

const start =
  'umask 077; { cat /etc/valkey/valkey.conf; echo "requirepass $VALKEY_PASSWORD"; } > /data/valkey.conf && exec valkey-server /data/valkey.conf';
const ping = `VALKEYCLI_AUTH="$(sed -n 's/^requirepass //p' /data/valkey.conf)" valkey-cli ping | grep -q PONG`;
