/**
 * An object that stands for a value which nobody knows yet. Put into a text it would read `[object Object]`; it throws instead.
 *
 * @param what how a message calls it: `password of prod-web/ghost-mail`
 */
export function neverText<Reference extends object>(reference: Reference, what: string): Reference {
  const refuse = () => {
    throw new Error(`${what} is a reference and no text: give it as a variable of its own, or its file with fileOf()`);
  };
  // Not enumerable: a copy, a comparison and JSON see the reference as it is.
  return Object.defineProperty(reference, Symbol.toPrimitive, { value: refuse });
}
