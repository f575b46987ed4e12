import { expect, it } from 'vitest';
import check from '../../../../synth/checks/hardening/security-slack.ts';
import { modelAlone } from '../../../../synth/model/run.ts';
import { labelled, withRoot } from '../levels.ts';
import { rewritten, scratch } from '../scratch.ts';
import { twin } from '../twin.ts';

const { refuses } = twin(check);
const less = "namespace 'ai-lab' enforces less than its pods keep to, got";

refuses('baseline without need', () => labelled('baseline'), `${less} 'baseline', while all of them pass 'restricted'`);
refuses(
  'privileged for root alone',
  () => labelled('privileged', withRoot()),
  `${less} 'privileged', while all of them pass 'baseline'`,
);

it('a namespace whose pods a chart makes is left alone: their level is the chart’s business', () => {
  const model = rewritten(scratch(), ({ kind, metadata }) => {
    if (kind === 'Namespace' && metadata.name === 'cert-manager')
      Object.assign(metadata.labels ?? {}, { 'pod-security.kubernetes.io/enforce': 'privileged' });
  });
  expect(check.find(model, modelAlone)).toEqual([]);
});
