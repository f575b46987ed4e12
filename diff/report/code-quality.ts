import { createHash } from 'node:crypto';
import { toJson } from '../../synth/model/files.ts';
import type { Change, ClassName } from '../change/change.ts';
import type { Report } from './report.ts';

const severities: Readonly<Record<ClassName, 'blocker' | 'critical' | 'major' | 'minor' | 'info'>> = {
  'data-loss': 'blocker',
  replace: 'critical',
  exposure: 'critical',
  privilege: 'major',
  hands: 'major',
  restart: 'minor',
  version: 'info',
  capacity: 'info',
  routine: 'info',
};

/**
 * The report as GitLab shows it beside the lines of a merge request. What is routine stays out of it.
 *
 * @see https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format
 */
export function codeQualityReport({ changes, gate }: Report): string {
  return toJson(changes.filter((one) => one.class !== 'routine' && !gate.waived.has(one)).map(issueOf));
}

function issueOf({ class: name, object, called, says, place: { file, line } }: Change) {
  return {
    description: `${called}: ${says}`,
    check_name: name,
    fingerprint: createHash('sha256').update(`${name} ${object} ${says}`).digest('hex'),
    severity: severities[name],
    location: { path: `dist/${file}`, lines: { begin: line } },
  };
}
