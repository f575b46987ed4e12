/** The shape of `owner.ts`: what no model can know. */

export type Ipv4 = `${number}.${number}.${number}.${number}`;

/** What the owner alone knows of a machine. */
export interface MachineFacts {
  readonly ipv4: Ipv4;
  /** Compared with the real machine's. No name leads to it: nothing of ours answers there. */
  readonly ipv6?: string;
  /** OVH's name of the server, `vps-0a1b2c3d.vps.ovh.net`; unknown: it is ordered. */
  readonly serviceName?: string;
  /** WireGuard public key, base64. */
  readonly wireguardKey: string;
}

/** What the owner alone knows of a zone. */
export type ZoneFacts = FoundInZone &
  (
    | {
        /** Mail for this zone is received by the platform's mail host. */
        readonly mail: true;
        /** DKIM public key as Mailcow shows it: base64 of the DER, without the PEM frame. */
        readonly dkim: string;
      }
    | { readonly mail: false }
  );

/** What stood in a zone before this platform came. Everything else that is found there stops the plan. */
export interface FoundInZone {
  /** OVH's ids of records that are ours, by the name that Terraform gives them: `uyoop-fr_apex_mx`. They are imported. */
  readonly adopts?: Readonly<Record<string, number>>;
  /** OVH's ids of records that stay although the model does not make them, each with its reason. */
  readonly keeps?: Readonly<Record<number, string>>;
  /** OVH signed the zone before: that is asked of it and not done again, since DNSSEC has no import. */
  readonly signed?: true;
}

export interface Owner {
  /** By machine. A machine that stands in the model alone is ordered; its facts come with its delivery. */
  readonly machines: Readonly<Record<string, MachineFacts>>;
  readonly ovh: {
    /** Public Cloud project id, 32 hexadecimal digits. */
    readonly cloudProject: string;
    readonly subsidiary: string;
  };
  readonly repository: {
    /** HTTPS address that Flux or Argo CD clones. */
    readonly url: `https://${string}`;
    readonly branch: string;
    /** The GitLab group of our projects, as in its address: `uyoop` or `uyoop/platform`. */
    readonly group: string;
    /** Numeric project id, where GitLab keeps the Terraform state. */
    readonly gitlabProject: string;
    /** Numeric id of that group, which the lab's runner belongs to. */
    readonly gitlabGroup: string;
    /** The engine needs a deploy token to clone it. */
    readonly private: boolean;
  };
  /** The account at GitHub that public projects are mirrored to. */
  readonly github: string;
  /** Address that the certificate authority writes to. */
  readonly acmeMail: string;
  /**
   * SHA-256 of the public key that the mail host's certificate has, 64 hexadecimal digits: it is published as TLSA. Known once
   * the first certificate stands; docs/dns.md has the command.
   */
  readonly mailKeyDigest?: string;
  /** Address that alerts are mailed to; outside our own zones, or nobody hears that mail is down. */
  readonly alertMail: string;
  /** A person's own mailbox at the mail host: what is written to `postmaster@`, `abuse@` and their like in any zone comes there. */
  readonly postmaster: string;
}
