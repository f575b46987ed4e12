import { Construct } from 'constructs';
import { environmentName, vaultPath } from '../../platform/values/names.ts';
import { taken } from '../facts/taken.ts';

/** What a policy says of one path. @see https://developer.hashicorp.com/vault/docs/concepts/policies */
export interface VaultRule {
  readonly path: string;
  readonly capabilities: readonly ('create' | 'read' | 'update' | 'patch')[];
  /** The one parameter that a write must have and may have. Default: any. */
  readonly only?: string;
}

export interface VaultAccessProps {
  readonly namespace: string;
  readonly serviceAccount: string;
  readonly rules: readonly VaultRule[];
}

/** What a service account may do in Vault, beside reading the secrets that its pods mount. */
export class VaultAccess extends Construct {
  readonly namespace: string;
  readonly serviceAccount: string;
  readonly rules: readonly VaultRule[];

  constructor(scope: Construct, id: string, props: VaultAccessProps) {
    super(scope, id);
    this.namespace = props.namespace;
    this.serviceAccount = props.serviceAccount;
    for (const { path, only } of props.rules) {
      taken(this, 'path of a rule', vaultPath, path);
      if (only !== undefined) taken(this, 'parameter of a rule', environmentName, only);
    }
    this.rules = props.rules;
  }
}
