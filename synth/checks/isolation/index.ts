import { topic } from '../../model/check.ts';
import deadPolicies from './dead-policies.ts';
import defaultDeny from './default-deny.ts';
import rewrittenAddresses from './rewritten-addresses.ts';
import undeclaredNamespaces from './undeclared-namespaces.ts';

export default topic('namespaces that do not deny by default, policies that lead nowhere', [
  defaultDeny,
  undeclaredNamespaces,
  deadPolicies,
  rewrittenAddresses,
]);
