/** The words before a command that let no file of it grow beyond so many blocks: writing fails as on a disk with no room left. */
export function limitedTo(blocks: number | undefined): readonly string[] {
  return blocks === undefined ? [] : ['/bin/sh', '-c', `ulimit -f ${blocks} && exec "$@"`, '--'];
}
