const kinds = [TypeError, RangeError, ReferenceError, SyntaxError, EvalError, URIError];

/** A mistake of the program. What is refused on purpose is thrown as a plain `Error`, with a letter to a person. */
export const isSlip = (error: unknown): boolean =>
  !(error instanceof Error) || kinds.some((kind) => error instanceof kind);
