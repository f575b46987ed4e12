import { Construct } from 'constructs';
import { Middleware } from '../../../imports/traefik.io.ts';
import type { Machine } from '../../../platform/types.ts';
import { plugins } from '../../../platform/versions.ts';
import { Edge, Exception, HostCheckout, platformOf, type SecretReference, traefikPods } from '../../index.ts';
import { crowdsecApi } from './crowdsec-api.ts';
import { crowdsecSettings } from './crowdsec-settings.ts';

export interface CrowdsecBouncerProps {
  /** The machine that Traefik runs on. */
  readonly machine: Machine;
  /** The key that `cscli bouncers add traefik --key` was given on CrowdSec's machine. */
  readonly key: SecretReference;
}

const { module, version, commit } = plugins.crowdsec;
const folder = `/var/lib/uyoop/traefik-plugins/crowdsec-${version}`;
const keyFolder = '/secrets/crowdsec';

/**
 * CrowdSec's bouncer inside Traefik: every minute it fetches what is banned, and answers 403 to it. It knows single addresses;
 * a banned range is the firewall bouncer's. It never closes the door because of itself: docs/decisions/0010 says what happens
 * when the local API, or the plugin's registry, is gone.
 *
 * @see https://plugins.traefik.io/plugins/6335346ca4caa9ddeffda116/crowdsec-bouncer-traefik-plugin
 */
export class CrowdsecBouncer extends Construct {
  /** How Traefik's static configuration names the middleware. */
  readonly reference: string;
  private readonly key: SecretReference;

  constructor(scope: Construct, id: string, { machine, key }: CrowdsecBouncerProps) {
    super(scope, id);
    this.key = key;
    const platform = platformOf(this);
    new HostCheckout(this, 'plugin', { machine, repository: `https://${module}`, commit, path: folder });
    const reason = "the plugin's code comes from the disk, so that no start depends on plugins.traefik.io";
    new Exception(this, 'exception', 'Traefik mounts a folder of the machine', reason);
    const metadata = { name: 'crowdsec', namespace: traefikPods.namespace };
    const spec = { plugin: { crowdsec: crowdsecSettings(platform, `${keyFolder}/${key.key}`) } };
    new Middleware(this, 'middleware', { metadata, spec });
    this.reference = `${metadata.namespace}-${metadata.name}@kubernetescrd`;
    new Edge(this, 'to-crowdsec', { from: traefikPods, to: crowdsecApi(platform) });
  }

  /** What Traefik's chart takes for it; every key was read in chart 40.1. */
  get values() {
    const volumeName = 'crowdsec-plugin';
    const { key, secret } = this.key;
    const code = { type: 'localPath', moduleName: module, mountPath: `/plugins-local/src/${module}`, volumeName };
    return {
      // With a plugin that does not load, Traefik would start all the same, call itself ready and answer 404 to everything.
      experimental: { abortOnPluginFailure: true, localPlugins: { crowdsec: code } },
      // `Directory` and `items`: a pod without the folder or the key waits, and the one before it goes on serving. With a
      // file that is not there the plugin fails at every router, and all is 404; the chart's own `volumes` knows no items.
      deployment: {
        additionalVolumes: [
          { name: volumeName, hostPath: { path: folder, type: 'Directory' } },
          { name: secret.name, secret: { secretName: secret.name, items: [{ key, path: key }] } },
        ],
      },
      additionalVolumeMounts: [{ name: secret.name, mountPath: keyFolder, readOnly: true }],
    };
  }
}
