import type { ChangeClass } from '../../change/change.ts';
import { softerNamespaces } from './namespaces.ts';
import { relaxedPods } from './pods.ts';
import { widerRoles } from './roles.ts';
import { sealedScope, secretReaders } from './secrets.ts';
import { longerTokens, widerGrants } from './terraform.ts';

/** What somebody may do who might not. */
export const privilege: ChangeClass = {
  name: 'privilege',
  title: 'Privilege',
  rules: [widerRoles, relaxedPods, secretReaders, sealedScope, softerNamespaces, widerGrants, longerTokens],
};
