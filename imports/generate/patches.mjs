/**
 * Generated text with every patch applied, one after the other.
 *
 * @throws where a patch does not fit as often as it says: the generator no longer writes what the patch was made for.
 */
export function patched(text, patches) {
  return patches.reduce((result, { why, find, put, times }) => {
    const fits = [...result.matchAll(find)].length;
    if (times === 'some' ? fits === 0 : fits !== times) {
      throw new Error(`patch '${why}': ${find} fits ${fits} times, expected ${times}; read what the generator writes now`);
    }
    return result.replaceAll(find, put);
  }, text);
}

/**
 * Enums of strings as unions: `kind: 'Rule'` says all that a reader needs, and a typo does not compile either.
 *
 * @throws where an enum is written in another form, or has a member that is no string.
 */
export function enumsAsUnions(code) {
  const find = /^export enum (\w+) \{\n((?: {2}\/\*\* .* \*\/\n {2}\w+ = "[^"\n]*",\n)+)\}/gm;
  const put = (_, name, members) => `export type ${name} = ${members.match(/"[^"\n]*"(?=,$)/gm).join(' | ')};`;
  const times = [...code.matchAll(/\benum \w+ \{/g)].length;
  return patched(code, [{ why: 'enums as unions', find, put, times }]);
}
