import { k8s } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { shown } from '../../platform/values/value-kind.ts';

export interface GrantProps {
  /** Of the role, and of its binding. */
  readonly name: string;
  readonly account: { readonly name: string; readonly namespace: string };
  readonly rules: readonly k8s.PolicyRule[];
  /** Where the rules hold. Default: in the whole cluster. */
  readonly namespace?: string;
}

/**
 * What a service account may ask of the Kubernetes API.
 *
 * @see https://kubernetes.io/docs/reference/access-authn-authz/rbac/
 */
export class Grant extends Construct {
  constructor(scope: Construct, id: string, { name, account, rules, namespace }: GrantProps) {
    super(scope, id);
    for (const rule of rules) this.take(rule);
    const metadata = namespace ? { name, namespace } : { name };
    const subjects = [{ kind: 'ServiceAccount', ...account }];
    const roleRef = { apiGroup: 'rbac.authorization.k8s.io', kind: namespace ? 'Role' : 'ClusterRole', name };
    const Role = namespace ? k8s.KubeRole : k8s.KubeClusterRole;
    const Binding = namespace ? k8s.KubeRoleBinding : k8s.KubeClusterRoleBinding;
    new Role(this, 'role', { metadata, rules: [...rules] });
    new Binding(this, 'binding', { metadata, roleRef, subjects });
  }

  /** @see https://kubernetes.io/docs/reference/kubernetes-api/authorization-resources/cluster-role-v1/ */
  private take(rule: k8s.PolicyRule): void {
    const { verbs = [], apiGroups = [], resources = [], nonResourceUrLs = [] } = rule;
    const missing = nonResourceUrLs.length > 0 ? { verbs } : { verbs, apiGroups, resources };
    const [empty] = Object.entries(missing).find(([, list]) => list.length === 0) ?? [];
    if (empty === undefined) return;
    throw new Error(
      `${this.node.path}: the rule ${shown(rule)} has no '${empty}' and allows nothing; name at least one`,
    );
  }
}
