import { topic } from '../../model/check.ts';
import chartVersions from './chart-versions.ts';
import crowdsecPort from './crowdsec-port.ts';
import failedEarly from './failed-early.ts';
import givenUp from './given-up.ts';
import imageTags from './image-tags.ts';
import machinePorts from './machine-ports.ts';

export default topic(
  'images and charts without an exact version, or that give up for good; a port of a machine claimed twice',
  [imageTags, chartVersions, machinePorts, crowdsecPort, givenUp, failedEarly],
);
