import type { ChangeClass } from '../../change/change.ts';
import { forcedReplacement } from '../../change/forced.ts';
import { chartVolumes, immutable, lostLayers, otherGroup } from './kubernetes.ts';

/** What no update takes: it is deleted and made anew, by hand or by Terraform. */
export const replace: ChangeClass = {
  name: 'replace',
  title: 'Replaced',
  rules: [immutable, otherGroup, chartVolumes, lostLayers, forcedReplacement],
};
