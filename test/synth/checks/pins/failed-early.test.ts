import check from '../../../../synth/checks/pins/failed-early.ts';
import type { Fields } from '../../../support/manifests.ts';
import { rewritten, scratch } from '../scratch.ts';
import { twin } from '../twin.ts';

const { refuses, takes } = twin(check);

const rollout = (timing: object, progressDeadlineSeconds?: number) => () =>
  rewritten(scratch(), ({ kind, metadata, spec }) => {
    if (kind !== 'Deployment' || metadata.name !== 'lab') return;
    const [container]: Fields[] = spec.template.spec.containers;
    const startupProbe = { ...container?.startupProbe, periodSeconds: undefined, ...timing };
    Object.assign(container ?? {}, { startupProbe });
    Object.assign(spec, { progressDeadlineSeconds });
  });

const said = 'counts as failed before its pod has had the time that its startup probe gives it, got';
refuses(
  'a start of twenty minutes, and no word on it',
  rollout({ failureThreshold: 120 }),
  `${said} 600 seconds, and 1200 to start`,
);
refuses(
  'a deadline before its start',
  rollout({ initialDelaySeconds: 100, periodSeconds: 5, failureThreshold: 40 }, 240),
  `${said} 240 seconds, and 300 to start`,
);

takes('a start of five minutes', rollout({ failureThreshold: 30 }));
takes('a deadline after its start', rollout({ failureThreshold: 120 }, 1500));
