import { topic } from '../../model/check.ts';
import anyHost from './any-host.ts';
import autheliaRules from './authelia-rules.ts';
import closedPaths from './closed-paths.ts';
import contestedHosts from './contested-hosts.ts';
import foreignHosts from './foreign-hosts.ts';
import guardedPaths from './guarded-paths.ts';
import guardedSpellings from './guarded-spellings.ts';
import identityHeaders from './identity-headers.ts';
import middlewares from './middlewares.ts';
import otherDoors from './other-doors.ts';
import ownHosts from './own-hosts.ts';
import portalCookies from './portal-cookies.ts';
import portals from './portals.ts';
import publicHosts from './public-hosts.ts';
import tokenDoors from './token-doors.ts';
import unclaimed from './unclaimed.ts';
import webServerRedirects from './web-server-redirects.ts';

export default topic(
  'public hosts without Authelia and without a written reason, in no zone of ours, or claimed twice',
  [
    publicHosts,
    guardedPaths,
    guardedSpellings,
    closedPaths,
    tokenDoors,
    unclaimed,
    anyHost,
    identityHeaders,
    middlewares,
    otherDoors,
    foreignHosts,
    ownHosts,
    contestedHosts,
    portalCookies,
    portals,
    autheliaRules,
    webServerRedirects,
  ],
);
