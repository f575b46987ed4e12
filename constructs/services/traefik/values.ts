import type { Machine, Resources } from '../../../platform/types.ts';
import { chartResources, pinnedTo } from '../../index.ts';
import type { CrowdsecBouncer } from './crowdsec-bouncer.ts';

/**
 * What K3s's chart is told. K3s repackages it without its schema: a wrong key is ignored in silence, so every key here was
 * read in chart 40.1.
 */
export function traefikValues(machine: Machine, resources: Resources, bouncer?: CrowdsecBouncer) {
  return {
    ports: ports(bouncer && { middlewares: [bouncer.reference] }),
    // Cluster would hide the client's address behind the node's: Authelia and CrowdSec would ban everybody. It takes the
    // machine's `node-external-ip` as well: without it every connection goes through ServiceLB's pod, which masquerades.
    service: { spec: { externalTrafficPolicy: 'Local' } },
    nodeSelector: pinnedTo(machine),
    resources: chartResources(resources),
    // CrowdSec knows some scanners by how they call themselves; every other header may hold a secret.
    logs: {
      general: { format: 'json' },
      access: { enabled: true, format: 'json', fields: { headers: { names: { 'User-Agent': 'keep' } } } },
    },
    // K3s brings the version.
    global: { checkNewVersion: false },
    providers: { kubernetesCRD: { allowCrossNamespace: false, allowExternalNameServices: false } },
    additionalArguments: doors.flatMap((door) => strict.map((option) => `--entryPoints.${door}.http.${option}`)),
    ...bouncer?.values,
  };
}

const doors = ['web', 'websecure'] as const;

function ports(guarded: { readonly middlewares: readonly string[] } | undefined) {
  // Its own priority is the highest there is: it would take Let's Encrypt's question away from the pod that answers it. Zero is
  // unset to the chart.
  const toHttps = { entryPoint: { to: 'websecure', scheme: 'https', permanent: true, priority: 1 } };
  return {
    web: { http: { redirections: toHttps, ...guarded } },
    websecure: {
      // The default of 60 s counts the body: it cuts every long upload.
      transport: { respondingTimeouts: { readTimeout: 3600, idleTimeout: 180 } },
      ...(guarded && { http: guarded }),
    },
  };
}

/**
 * What no entry point lets through; the chart has no key for all of it. PHP reads `Remote_User` as Remote-User, an option from
 * Traefik 3.7.6 on. Behind a null or a backslash a backend may read another path than the routes did.
 */
const strict = [
  'underscoreHeadersStrategy=delete',
  'encodedCharacters.allowEncodedNullCharacter=false',
  'encodedCharacters.allowEncodedBackSlash=false',
] as const;
