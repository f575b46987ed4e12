import type { Owner } from '../platform/types.ts';
import { given, type SecretClaimProps, type SecretReference } from './secret.ts';
import type { Service } from './service.ts';

/**
 * The token that a GitOps engine clones a private repository with. It must be there before the engine is: the host layer
 * lays it down, in every phase.
 */
export function deployToken(
  service: Service,
  repository: Owner['repository'],
  beside?: SecretClaimProps['beside'],
): SecretReference | undefined {
  if (!repository.private) return undefined;
  const keys = {
    username: given('name of a GitLab deploy token with read_repository'),
    password: given('value of that deploy token'),
  };
  return service.secret('git', keys, { backend: 'existing', beside }).password;
}
