import check from '../../../../synth/checks/pins/chart-versions.ts';
import { released } from '../releases.ts';
import { twin } from '../twin.ts';

const { refuses, takes } = twin(check);

refuses('none at all', released(undefined), 'a chart without an exact version, got none');
for (const version of ['1.x', '^1.2.3', '*'])
  refuses(version, released(version), `a chart without an exact version, got ${version}`);
takes('v1.2.3-rc.1', released('v1.2.3-rc.1'));
