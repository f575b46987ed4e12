import { topic } from '../../model/check.ts';
import deadPolicies from './dead-policies.ts';
import defaultDeny from './default-deny.ts';
import undeclaredNamespaces from './undeclared-namespaces.ts';
import unreachedHosts from './unreached-hosts.ts';

export default topic('namespaces that do not deny by default, policies that lead nowhere', [
  defaultDeny,
  undeclaredNamespaces,
  deadPolicies,
  unreachedHosts,
]);
