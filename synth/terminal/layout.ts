/** Breaks a text at its spaces so that no line passes `width`; a word that is wider stands alone. Later lines begin with `indent`. */
export function wrap(text: string, width: number, indent = ''): readonly string[] {
  const lines: string[] = [];
  let line = /^ */.exec(text)?.[0] ?? '';
  for (const word of text.trim().split(' ')) {
    const longer = line.trim() === '' ? `${line}${word}` : `${line} ${word}`;
    if (longer.length <= width || line.trim() === '') line = longer;
    else {
      lines.push(line);
      line = `${indent}${word}`;
    }
  }
  return [...lines, line];
}

const gap = '  ';

/** Rows with their cells below one another. */
export function table(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = widthsOf(rows);
  const line = (row: readonly string[]) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(gap);
  return rows.map((row) => line(row).trimEnd());
}

/** The same, with the last column wrapped to what a terminal leaves for it; undefined when that is too narrow to read. */
export function tableWithin(rows: readonly (readonly string[])[], width: number): readonly string[] | undefined {
  const before = widthsOf(rows).slice(0, -1);
  const indent = before.reduce((sum, one) => sum + one + gap.length, 0);
  if (width - indent < 30) return undefined;
  const lines = table(rows).flatMap((line) => wrap(line, width, ' '.repeat(indent)));
  return lines.every((line) => line.length <= width) ? lines : undefined;
}

const widthsOf = (rows: readonly (readonly string[])[]): readonly number[] =>
  (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
