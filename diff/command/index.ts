export { diffCommand } from './diff-command.ts';
export { explainCommand } from './explain-command.ts';
