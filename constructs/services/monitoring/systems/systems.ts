import { argoCd } from './argo-cd.ts';
import { crowdsec } from './crowdsec.ts';
import { flux } from './flux.ts';
import { loki } from './loki.ts';
import { mailQueue } from './mail-queue.ts';
import type { WatchedSystem } from './system.ts';
import { traefik } from './traefik.ts';

/** Every system around the services that brings a page of metrics. */
export const systems: readonly WatchedSystem[] = [mailQueue, crowdsec, flux, argoCd, traefik, loki];
