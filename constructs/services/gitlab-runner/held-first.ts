import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import type { Machine } from '../../../platform/types.ts';
import { images } from '../../../platform/versions.ts';
import { fill, platformOf, serverOf } from '../../index.ts';
import waitScript from './wait.sh';

export interface HeldFirstProps {
  readonly namespace: string;
  readonly machine: Machine;
  readonly resources: { readonly requests: object; readonly limits: object };
}

const name = 'wait-for-policies';

/**
 * Strangers' code starts when the policies of its pod stand, and not before. The runner puts the container there; the API
 * server refuses a pod without it, should a job have switched the runner's patch off.
 *
 * @see https://kubernetes.io/docs/reference/access-authn-authz/validating-admission-policy/
 */
export class HeldFirst extends Construct {
  readonly container: object;

  constructor(scope: Construct, id: string, { namespace, machine, resources }: HeldFirstProps) {
    super(scope, id);
    const script = fill(waitScript, { kubelet: machine.mesh, api: serverOf(platformOf(this)).mesh });
    const command = ['/bin/sh', '-c', script];
    this.container = { name, image: images.git, command, resources, securityContext: harmless };
    this.refuseOthers(namespace, command);
  }

  private refuseOthers(namespace: string, command: readonly string[]): void {
    const policy = `${namespace}-${name}`;
    const wanted = `c.name == '${name}' && c.image == '${images.git}' && c.command == ${JSON.stringify(command)}`;
    const kind = (suffix: string, spec: object) =>
      new ApiObject(this, suffix.toLowerCase() || 'policy', {
        apiVersion: 'admissionregistration.k8s.io/v1',
        kind: `ValidatingAdmissionPolicy${suffix}`,
        metadata: { name: policy },
        spec,
      });
    kind('', {
      failurePolicy: 'Fail',
      matchConstraints: {
        namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': namespace } },
        resourceRules: [{ apiGroups: [''], apiVersions: ['v1'], operations: ['CREATE'], resources: ['pods'] }],
      },
      validations: [
        {
          expression: `has(object.spec.initContainers) && object.spec.initContainers.exists(c, ${wanted})`,
          message: `a pod of ${namespace} waits for its policies first (init container ${name})`,
        },
      ],
    });
    kind('Binding', { policyName: policy, validationActions: ['Deny'] });
  }
}

const harmless = {
  runAsUser: 65534,
  runAsNonRoot: true,
  allowPrivilegeEscalation: false,
  readOnlyRootFilesystem: true,
  capabilities: { drop: ['ALL'] },
} as const;
