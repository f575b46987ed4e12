/** One DNS record that we publish. */
export interface ZoneRecord {
  readonly zone: string;
  /** Relative to the zone; empty at its apex. */
  readonly name: string;
  readonly type: 'A' | 'AAAA' | 'CAA' | 'CNAME' | 'MX' | 'SRV' | 'TLSA' | 'TXT';
  readonly target: string;
  /** Tells records of one name and type apart, as `issue` and `iodef` of a CAA. */
  readonly purpose?: string;
  /** Mail stops or is refused without it: Terraform may change it and never destroys it. */
  readonly vital?: boolean;
}
