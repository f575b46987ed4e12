import type { Platform } from '../../../platform/types.ts';
import { crowdsecApi } from './crowdsec-api.ts';

/** What the plugin is told. @param keyFile where Traefik's pod finds the key of the local API */
export function crowdsecSettings(platform: Platform, keyFile: string) {
  return {
    enabled: true,
    crowdsecMode: 'stream',
    crowdsecLapiScheme: 'http',
    crowdsecLapiHost: crowdsecApi(platform).address,
    crowdsecLapiKeyFile: keyFile,
    ...patience,
    // Nothing stands before Traefik: the address of the connection is the client's, and X-Forwarded-For is a claim.
    forwardedHeadersTrustedIPs: [],
    // Our own pods and machines are never strangers, whatever a decision says.
    clientTrustedIPs: [platform.network.mesh, platform.network.pods],
  };
}

const patience = {
  updateIntervalSeconds: 60,
  // -1: without the local API what was banned stays banned, and everybody else is let in.
  updateMaxFailure: -1,
  // Routes are there at once; the first list follows within seconds.
  streamStartupBlock: false,
  httpTimeoutSeconds: 5,
} as const;
