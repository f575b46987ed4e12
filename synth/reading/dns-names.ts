const label = '[a-z0-9](?:[-a-z0-9]*[a-z0-9])?';
const labels = new RegExp(`^${label}$`);
const subdomains = new RegExp(`^${label}(?:\\.${label})*$`);
const nameParts = /^[A-Za-z0-9](?:[-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$/;

/** A DNS label, whatever its length. */
export const isLabel = (text: string): boolean => labels.test(text);

/** Labels with dots between them, whatever their length. */
export const isSubdomain = (text: string): boolean => subdomains.test(text);

/** What stands in a label's value, or behind the slash of its key. */
export const isNamePart = (text: string): boolean => nameParts.test(text);

/** The key of a label or annotation: `example.org/name`, or the name alone. */
export function isQualifiedName(key: string): boolean {
  const [name = '', prefix, ...rest] = key.split('/').reverse();
  if (rest.length > 0 || !isNamePart(name)) return false;
  return prefix === undefined || (prefix.length <= 253 && isSubdomain(prefix));
}
