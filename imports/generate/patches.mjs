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
