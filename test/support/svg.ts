import type { IBuffer, IBufferCell } from '@xterm/headless';

const cell = { width: 8.4, height: 18 };
const margin = 16;
/** The 16 colours of a terminal, on a dark ground. */
const palette =
  '#484f58 #ff7b72 #3fb950 #d29922 #58a6ff #bc8cff #39c5cf #b1bac4 #6e7681 #ffa198 #56d364 #e3b341 #79c0ff #d2a8ff #56d4dd #f0f6fc'.split(
    ' ',
  );
const ground = '#0d1117';
const ink = '#e6edf3';

/** A picture of what a terminal shows, as text that can be selected; empty lines at the end are left out. */
export function toSvg(buffer: IBuffer, cols: number): string {
  const rows = Array.from({ length: buffer.length }, (_, row) => buffer.getLine(row));
  const used = rows.findLastIndex((line) => line?.translateToString(true)) + 1;
  const [width, height] = [cols * cell.width + 2 * margin, used * cell.height + 2 * margin];
  const texts = rows.slice(0, used).flatMap((line, row) => {
    const runs: { x: number; style: string; text: string }[] = [];
    for (let x = 0; x < cols; x++) {
      const at = line?.getCell(x);
      if (!at) break;
      const style = styleOf(at);
      const last = runs.at(-1);
      if (last?.style === style) last.text += at.getChars() || ' ';
      else runs.push({ x, style, text: at.getChars() || ' ' });
    }
    const y = margin + row * cell.height + 13;
    return runs
      .filter(({ text }) => text.trim())
      .map(({ x, style, text }) => {
        const at = margin + (x + text.search(/\S/)) * cell.width;
        return `<text x="${at.toFixed(1)}" y="${y}"${style}>${escape(text.trim())}</text>`;
      });
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace" font-size="14" fill="${ink}" xml:space="preserve">`,
    `<rect width="100%" height="100%" rx="8" fill="${ground}"/>`,
    ...texts,
    '</svg>',
    '',
  ].join('\n');
}

function styleOf(at: IBufferCell): string {
  const colour = at.isFgPalette() ? palette[at.getFgColor()] : undefined;
  return [
    colour ? ` fill="${colour}"` : '',
    at.isBold() ? ' font-weight="bold"' : '',
    at.isDim() ? ' opacity="0.6"' : '',
  ].join('');
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
