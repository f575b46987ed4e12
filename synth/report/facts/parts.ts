import type { IConstruct } from 'constructs';
import { Service } from '../../../constructs/service/service.ts';

/** The service that a construct stands in; undefined for what stands in none. */
export const serviceOf = ({ node }: IConstruct): Service | undefined =>
  node.scopes.find((scope): scope is Service => scope instanceof Service);

/** `namespace/service` of a construct path: what stands in no service keeps its own first two names. */
export const serviceAt = (path: string): string => path.split('/').slice(0, 2).join('/');
