/** The rows of the table under a heading of a report, without its head. */
export function tableRows(markdown: string, heading: string): readonly (readonly string[])[] {
  const section = markdown.split(/^## /m).find((one) => one.startsWith(`${heading}\n`)) ?? '';
  const lines = section.split('\n').filter((line) => line.startsWith('|'));
  return lines.slice(2).map(cellsOf);
}

/** The headings of a report's tables. */
export const headingsOf = (markdown: string): readonly string[] =>
  [...markdown.matchAll(/^## (.+)$/gm)].map(([, heading = '']) => heading);

const cellsOf = (line: string): readonly string[] =>
  line
    .slice(1, -1)
    .split(/(?<!\\)\|/)
    .map((cell) => cell.trim().replaceAll('\\|', '|'));
