/**
 * What the case of a value's own tag makes of it: `by('kind', access, { open: …, oidc: … })`. A member of the union without
 * its case does not compile.
 */
export function by<Tag extends string, Value extends { readonly [tag in Tag]: string }, Result>(
  tag: Tag,
  value: Value,
  cases: { readonly [Case in Value[Tag]]: (value: Extract<Value, { readonly [tag in Tag]: Case }>) => Result },
): Result {
  // The compiler cannot know that the case which is picked takes this very value.
  const decide = cases[value[tag] as Value[Tag]] as (value: Value) => Result;
  return decide(value);
}
