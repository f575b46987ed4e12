/** Who is told of it: the API server, Terraform, a machine, or a reader. */
export type Layer = 'kubernetes' | 'terraform' | 'host' | 'file';

/** Where something is written, below `dist/`. */
export interface Place {
  readonly file: string;
  /** From 1. */
  readonly line: number;
}

/** One thing of `dist/`, by what it is: where it is written is no part of that. */
export interface Entity extends Place {
  readonly layer: Layer;
  /** What makes it the same thing on both sides: `StatefulSet prod-web/ghost`, `dns ovh_domain_zone_record.apex`. */
  readonly id: string;
  /** `StatefulSet`, `ovh_domain_zone_record`, `machine`, `file`. */
  readonly kind: string;
  /** Its namespace, its stack, its machine. */
  readonly home: string;
  readonly name: string;
  /** As a person calls it: `prod-web/ghost`. */
  readonly called: string;
  readonly value: unknown;
}

/** `dist/` cannot be read, so that nothing true can be said of it. */
export class UnreadableTree extends Error {
  constructor(
    /** File below `dist/`, or `dist/` itself. */
    readonly where: string,
    readonly what: string,
  ) {
    super(`${where}: ${what}`);
  }
}
