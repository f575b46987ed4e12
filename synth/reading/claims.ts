import type { ResourceClaim } from '../../constructs/facts/claim.ts';
import type { Model } from '../model/model.ts';
import { once } from './once.ts';

const byOwner = once(({ inventory }) => {
  const owners = new Map<string, ResourceClaim[]>();
  for (const claim of inventory.claims) {
    const owner = claim.node.scope?.node.path ?? '';
    owners.set(owner, [...(owners.get(owner) ?? []), claim]);
  }
  return owners;
});

/** The claims of the nearest construct around an object. */
export function claimsOf(model: Model, path: string): readonly ResourceClaim[] {
  const parts = path.split('/');
  for (let length = parts.length - 1; length > 0; length -= 1) {
    const found = byOwner(model).get(parts.slice(0, length).join('/'));
    if (found) return found;
  }
  return [];
}
