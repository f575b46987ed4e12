import type { Resolver } from 'node:dns/promises';

export declare function differences(
  stack: unknown,
  serversOf: (zone: string) => Promise<readonly string[]>,
  resolver?: Resolver,
): Promise<readonly string[]>;
