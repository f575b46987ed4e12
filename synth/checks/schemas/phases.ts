/*
 * Fields: phase, gitops and forge of the platform.
 * Allowed: 1, 2 or 3; flux or argocd; gitlab.com, and self-hosted from phase 3 on.
 */

import type { Platform } from '../../../platform/types.ts';
import { factCheck } from '../../model/check.ts';
import type { Letter } from '../../model/finding.ts';

const noPhase = 'write 1, 2 or 3';
const noEngine = "write 'flux' or 'argocd'";
const tooEarly = "keep 'gitlab.com' until then";

export default factCheck(
  'a phase or an engine that does not exist, a forge of our own before its phase',
  (platform) => [...unknownPhase(platform), ...unknownEngine(platform), ...earlyForge(platform)],
);

const at = (fact: string): string => `platform/uyoop.ts ${fact}`;

function unknownPhase({ phase }: Platform): readonly Letter[] {
  if ([1, 2, 3].includes(phase)) return [];
  return [{ where: at('phase'), what: 'a phase that does not exist', got: String(phase), cure: noPhase }];
}

function unknownEngine({ gitops }: Platform): readonly Letter[] {
  if (['flux', 'argocd'].includes(gitops)) return [];
  return [{ where: at('gitops'), what: 'an engine that does not exist', got: `'${gitops}'`, cure: noEngine }];
}

function earlyForge({ forge, phase }: Platform): readonly Letter[] {
  if (forge === 'gitlab.com' || phase >= 3) return [];
  const got = `forge '${forge}' in phase ${phase}`;
  return [{ where: at('forge'), what: 'GitLab CE comes with phase 3', got, cure: tooEarly }];
}
