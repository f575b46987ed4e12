import type { Owner } from '../../../platform/types.ts';
import {
  forgeOf,
  given,
  type SecretClaimProps,
  type SecretReference,
  type Service,
  terraformOutput,
} from '../../index.ts';

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
  const keys = forgeOf(service.platform).keepsRepository
    ? { username: terraformOutput('forge', 'gitops-username'), password: terraformOutput('forge', 'gitops-password') }
    : {
        username: given('name of a GitLab deploy token with read_repository'),
        password: given('value of that deploy token'),
      };
  return service.secret('git', keys, { backend: 'existing', beside }).password;
}
