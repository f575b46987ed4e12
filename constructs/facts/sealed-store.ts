/** One Kubernetes Secret's values, each encrypted for exactly this namespace and name (strict scope). */
export interface SealedValues {
  /** Base64 ciphertext by key, as kubeseal writes it. */
  readonly encryptedData: Readonly<Record<string, string>>;
  /** The day on which each value was made, `2026-11-23`, by key; a placeholder has none. */
  readonly made?: Readonly<Record<string, string>>;
}

/** What `sealed/` holds: ciphertext by `namespace/name`. */
export type SealedStore = Readonly<Record<string, SealedValues>>;
