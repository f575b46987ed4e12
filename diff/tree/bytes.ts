import { isUtf8 } from 'node:buffer';
import { UnreadableTree } from './entity.ts';

/** The text of a file. @throws UnreadableTree where it is none */
export function textOfFile(path: string, content: Buffer): string {
  if (!isUtf8(content) || content.includes(0)) throw new UnreadableTree(path, 'holds binary data');
  return content.toString('utf8');
}
