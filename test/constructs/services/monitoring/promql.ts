import { parser } from '@prometheus-io/lezer-promql';

export interface Read {
  /** Where Prometheus's own grammar finds no sense. */
  readonly errors: readonly string[];
  readonly metrics: readonly string[];
}

/** Reads an expression with the grammar of Prometheus's own editor. */
export function readPromql(expression: string): Read {
  const errors: string[] = [];
  const metrics: string[] = [];
  parser.parse(expression).iterate({
    enter({ type, from, to, node }) {
      if (type.isError) errors.push(`${expression.slice(0, from)}⟦${expression.slice(from, to)}⟧`);
      if (type.name === 'Identifier' && node.parent?.name === 'VectorSelector')
        metrics.push(expression.slice(from, to));
    },
  });
  return { errors, metrics };
}
