/*
 * Fields: containers[*] and initContainers[*].ports[*].name.
 * Allowed: up to 15 lower case letters, digits and single dashes, with a letter among them.
 * See https://www.rfc-editor.org/rfc/rfc6335#section-5.1
 */

import { portName } from '../../../platform/values/names.ts';
import { problemWith } from '../../../platform/values/value-kind.ts';
import { check } from '../../model/check.ts';
import { podTemplates } from '../../reading/pods.ts';

const cure = 'keep it to 15 lower case letters, digits and single dashes, with a letter among them';

export default check('port names that Kubernetes refuses', (model) =>
  podTemplates(model).flatMap(({ path, containers }) =>
    containers
      .flatMap(({ ports }) => ports.flatMap(({ name }) => name ?? []))
      .filter((name) => !isPortName(name))
      .map((name) => ({ where: path, what: 'a port name that Kubernetes refuses', got: `'${name}'`, cure })),
  ),
);

function isPortName(name: string): boolean {
  return problemWith(portName, name) === undefined;
}
