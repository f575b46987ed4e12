import type { Construct } from 'constructs';
import { images } from '../../../platform/versions.ts';
import { hostFolder, podField, Service, scratch, type Workload } from '../../index.ts';
import { alloyConfig } from './alloy-config.ts';
import { logFolders } from './alloy-machine.ts';

export interface AlloyProps {
  readonly loki: Workload;
}

/**
 * Reads logs on every machine and hands them to Loki. It asks neither the Kubernetes API nor Docker's socket: all of it is
 * in files.
 *
 * @see https://grafana.com/docs/alloy/latest/
 */
export class Alloy extends Service {
  override readonly system = 'Loki';

  constructor(scope: Construct, id: string, { loki }: AlloyProps) {
    super(scope, id);
    this.everywhere('web', {
      image: images.alloy,
      user: 'root',
      args: flags,
      env: { NODE_NAME: podField('spec.nodeName'), GOMEMLIMIT: '210MiB' },
      ports: { http: 12345 },
      files: { '/etc/alloy/config.alloy': alloyConfig(`http://${loki.address}`) },
      volumes: folders,
      resources: { cpu: '30m', memory: '96Mi', memoryLimit: '256Mi' },
      probe: '/-/ready',
      relax: {
        root: 'log files belong to root and are readable by nobody else; it keeps no capability',
        hostPath: 'the journal and the logs of pods and containers are files of the machine, read-only here',
      },
      reaches: [loki],
    });
  }
}

const flags = [
  'run',
  '/etc/alloy/config.alloy',
  '--storage.path=/var/lib/alloy/data',
  '--server.http.listen-addr=0.0.0.0:12345',
  '--server.http.enable-pprof=false',
  '--server.http.disable-support-bundle=true',
  '--disable-reporting=true',
] as const;

const folders = {
  [logFolders.system]: hostFolder(logFolders.system),
  [logFolders.docker]: hostFolder(logFolders.docker, { missing: 'made' }),
  '/var/lib/alloy/data': scratch('64Mi'),
};
