/** Whether two answers are the same, as benchmarks of mathematics compare them: as numbers where both are, else as text. */

/** Longer texts are no answers. */
const MOST = 2000;

/** Without what says nothing of the answer: dollar signs, spaces, commas of thousands, sizes of brackets, a full stop. */
function bare(answer: string): string {
  return answer
    .slice(0, MOST)
    .replace(/\\(?:left|right|displaystyle|,|!|;| )/g, '')
    .replace(/\\[dt]frac/g, '\\frac')
    .replace(/\\(?:text|mathrm)\{([^{}]*)\}/g, '$1')
    .replace(/\\?[$%]/g, '')
    .replace(/(\d),(?=\d{3}(?!\d))/g, '$1')
    .replace(/\s+/g, '')
    .replace(/\.$/, '');
}

/** A number, a fraction or a LaTeX fraction; null for any other text. */
function valueOf(text: string): number | null {
  if (/^[-+]?(?:\d+\.?\d*|\.\d+)$/.test(text)) return Number(text);
  const fraction = /^([-+]?)(?:(\d+)\/(\d+)|\\frac\{(\d+)\}\{(\d+)\})$/.exec(text);
  if (!fraction) return null;
  const [above, below] = [Number(fraction[2] ?? fraction[4]), Number(fraction[3] ?? fraction[5])];
  return below === 0 ? null : (fraction[1] === '-' ? -1 : 1) * (above / below);
}

/** Relative: answers are written with few digits. */
const TOLERANCE = 1e-9;

export function isSameAnswer(answer: string, expected: string): boolean {
  const [a, b] = [bare(answer), bare(expected)];
  if (a === b) return a !== '';
  const wanted = valueOf(b);
  if (wanted === null) return false;
  // A sentence that ends with the number says it too.
  const said = valueOf(a) ?? valueOf(/(?:^|[^\d./])([-+]?\d+(?:\.\d+)?)\.?$/.exec(a)?.[1] ?? '');
  return said !== null && Math.abs(said - wanted) <= TOLERANCE * Math.max(1, Math.abs(wanted));
}
