import type { Finding } from '../model/finding.ts';
import type { Model } from '../model/model.ts';
import { autheliaRules } from './authelia-rules.ts';
import { backups } from './backups.ts';
import { capacity } from './capacity.ts';
import { certificates } from './certificates.ts';
import { claims } from './claims.ts';
import { credentials } from './credentials.ts';
import { devToProd } from './dev-to-prod.ts';
import { hardening } from './hardening.ts';
import { hostPorts } from './host-ports.ts';
import { hosts } from './hosts.ts';
import { images } from './images.ts';
import { isolation } from './isolation.ts';
import { mailRecords } from './mail-records.ts';
import { names } from './names.ts';
import { podSecurity } from './pod-security.ts';
import { publicHosts } from './public-hosts.ts';
import { schema } from './schema.ts';
import { secrets } from './secrets.ts';
import { velero } from './velero.ts';

type Check = (model: Model) => readonly Finding[];

/** The ten checks, each in one or more parts. */
const checks: Readonly<Record<number, readonly Check[]>> = {
  1: [capacity, claims],
  2: [publicHosts, hosts, autheliaRules],
  3: [devToProd],
  4: [isolation],
  5: [backups, velero],
  6: [secrets, credentials],
  7: [hardening, podSecurity],
  8: [images, hostPorts],
  9: [mailRecords, certificates],
  10: [schema, names],
};

/** All that synth refuses in a model, by check and then by place. */
export function findings(model: Model): readonly Finding[] {
  return Object.entries(checks)
    .flatMap(([number, parts]) => parts.flatMap((part) => run(Number(number), part, model)))
    .sort((a, b) => a.check - b.check || compare(a.where, b.where) || compare(a.what, b.what) || compare(a.got, b.got));
}

/** What a check cannot even read is refused like everything else, so that the others still speak. */
function run(check: number, part: Check, model: Model): readonly Finding[] {
  try {
    return part(model);
  } catch (error) {
    const got = error instanceof Error ? error.message : String(error);
    const cure = 'correct what is named here; the check then says the rest';
    return [{ check, where: `check ${check}`, what: 'something written cannot be read', got, cure }];
  }
}

/** By code unit: the same order in every locale. */
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
