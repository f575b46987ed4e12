import type { Construct } from 'constructs';
import { images } from '../../../platform/versions.ts';
import { hostFolder, podField, Service } from '../../index.ts';
import { nodeExporterPort, textfileFolder } from './metrics/machine-ports.ts';

/**
 * Disk, memory, processors and network of every machine, on its mesh address alone.
 *
 * @see https://github.com/prometheus/node_exporter
 */
export class NodeExporter extends Service {
  override readonly system = 'node-exporter';

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.everywhere('web', {
      image: images.nodeExporter,
      user: 65534,
      args: flags,
      env: { NODE_ADDRESS: podField('status.hostIP') },
      ports: { metrics: nodeExporterPort },
      volumes: { '/host': hostFolder('/') },
      resources: { cpu: '20m', memory: '24Mi', memoryLimit: '64Mi' },
      probe: '/',
      relax: {
        hostNetwork: "the machine's own interfaces are what it measures; it listens on the mesh address alone",
        hostPID: "the machine's mounts are read from process 1",
        hostPath: 'file systems are measured through the root folder, read-only and as nobody',
      },
    });
  }
}

const flags = [
  '--path.rootfs=/host',
  '--path.procfs=/host/proc',
  '--path.sysfs=/host/sys',
  '--path.udev.data=/host/run/udev/data',
  `--web.listen-address=$(NODE_ADDRESS):${nodeExporterPort}`,
  `--collector.textfile.directory=/host${textfileFolder}`,
  // One series a pod and container would say nothing that kubelet does not.
  '--collector.filesystem.mount-points-exclude=^/(dev|proc|run|sys|var/lib/(docker|kubelet|rancher)/.+)($|/)',
  '--collector.netdev.device-exclude=^(veth.*|br-.*|lo)$',
  '--collector.netclass.ignored-devices=^(veth.*|br-.*|lo)$',
] as const;
