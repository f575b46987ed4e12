import { Construct } from 'constructs';
import { Middleware } from '../../../imports/traefik.io.ts';
import type { Machine, Platform } from '../../../platform/types.ts';
import { plugins } from '../../../platform/versions.ts';
import {
  Edge,
  type Endpoint,
  Exception,
  HostCheckout,
  platformOf,
  type SecretReference,
  traefikPods,
} from '../../index.ts';

/** The machine whose CrowdSec decides. @throws when the platform has no such machine. */
function crowdsecMachine({ crowdsec, machines }: Platform): Machine {
  const found = machines.find(({ name }) => name === crowdsec.machine);
  if (!found) throw new Error(`crowdsec.machine '${crowdsec.machine}' is no machine of the platform`);
  return found;
}

/** CrowdSec's local API, which the host layer runs as a systemd unit on the mesh address. */
export function crowdsecApi(platform: Platform): Endpoint {
  const { mesh } = crowdsecMachine(platform);
  return { name: 'crowdsec', peers: [{ cidrs: [`${mesh}/32`], ports: [{ port: platform.crowdsec.port }] }] };
}

export interface CrowdsecBouncerProps {
  /** The machine that Traefik runs on. */
  readonly machine: Machine;
  /** The key that `cscli bouncers add traefik --key` was given on CrowdSec's machine. */
  readonly key: SecretReference;
}

/**
 * CrowdSec's bouncer inside Traefik: every minute it fetches what is banned, and answers 403 to it. It knows single addresses;
 * a banned range is the firewall bouncer's. It never closes the door because of itself: docs/decisions/0010 says what happens
 * when the local API, or the plugin's registry, is gone.
 *
 * @see https://plugins.traefik.io/plugins/6335346ca4caa9ddeffda116/crowdsec-bouncer-traefik-plugin
 */
export class CrowdsecBouncer extends Construct {
  /** How Traefik's static configuration names the middleware. */
  readonly reference = 'kube-system-crowdsec@kubernetescrd';
  private readonly folder: string;
  private readonly key: SecretReference;

  constructor(scope: Construct, id: string, props: CrowdsecBouncerProps) {
    super(scope, id);
    this.key = props.key;
    const { module, version, commit } = plugins.crowdsec;
    this.folder = `/var/lib/uyoop/traefik-plugins/crowdsec-${version}`;
    new HostCheckout(this, 'plugin', {
      machine: props.machine,
      repository: `https://${module}`,
      commit,
      path: this.folder,
    });
    new Exception(
      this,
      'exception',
      'Traefik mounts a folder of the machine',
      "the plugin's code comes from the disk, so that no start depends on plugins.traefik.io",
    );
    this.middleware();
    new Edge(this, 'to-crowdsec', { from: traefikPods, to: crowdsecApi(platformOf(this)) });
  }

  /** What Traefik's chart takes for it; every key was read in chart 40.1. */
  get values() {
    const { module } = plugins.crowdsec;
    const volumeName = 'crowdsec-plugin';
    const { key, secret } = this.key;
    return {
      // With a plugin that does not load, Traefik would start all the same, call itself ready and answer 404 to everything.
      experimental: {
        abortOnPluginFailure: true,
        localPlugins: {
          crowdsec: { type: 'localPath', moduleName: module, mountPath: `/plugins-local/src/${module}`, volumeName },
        },
      },
      // `Directory` and `items`: a pod without the folder or the key waits, and the one before it goes on serving. With a
      // file that is not there the plugin fails at every router, and all is 404; the chart's own `volumes` knows no items.
      deployment: {
        additionalVolumes: [
          { name: volumeName, hostPath: { path: this.folder, type: 'Directory' } },
          { name: secret.name, secret: { secretName: secret.name, items: [{ key, path: key }] } },
        ],
      },
      additionalVolumeMounts: [{ name: secret.name, mountPath: '/secrets/crowdsec', readOnly: true }],
    };
  }

  private middleware(): void {
    const platform = platformOf(this);
    const { crowdsec, network } = platform;
    const { mesh } = crowdsecMachine(platform);
    new Middleware(this, 'middleware', {
      metadata: { name: 'crowdsec', namespace: traefikPods.namespace },
      spec: {
        plugin: {
          crowdsec: {
            enabled: true,
            crowdsecMode: 'stream',
            crowdsecLapiScheme: 'http',
            crowdsecLapiHost: `${mesh}:${crowdsec.port}`,
            crowdsecLapiKeyFile: `/secrets/crowdsec/${this.key.key}`,
            updateIntervalSeconds: 60,
            // -1: without the local API what was banned stays banned, and everybody else is let in.
            updateMaxFailure: -1,
            // Routes are there at once; the first list follows within seconds.
            streamStartupBlock: false,
            httpTimeoutSeconds: 5,
            // Nothing stands before Traefik: the address of the connection is the client's, and X-Forwarded-For is a claim.
            forwardedHeadersTrustedIPs: [],
            // Our own pods and machines are never strangers, whatever a decision says.
            clientTrustedIPs: [network.mesh, network.pods],
          },
        },
      },
    });
  }
}
