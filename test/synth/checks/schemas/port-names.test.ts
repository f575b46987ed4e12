import check from '../../../../synth/checks/schemas/port-names.ts';
import { rewritten, scratch } from '../scratch.ts';
import { twin } from '../twin.ts';

const { refuses } = twin(check);
const called = (name: string) => () =>
  rewritten(scratch(), ({ kind, spec }) => {
    if (kind === 'StatefulSet') spec.template.spec.containers[0].ports[0].name = name;
  });

refuses('16 characters', called('database-of-wiki'), "a port name that Kubernetes refuses, got 'database-of-wiki'");
refuses('no letter', called('3306'), "a port name that Kubernetes refuses, got '3306'");
refuses('two dashes', called('my--sql'), "a port name that Kubernetes refuses, got 'my--sql'");
