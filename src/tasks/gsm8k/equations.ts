/**
 * The arithmetic that is written in a solution: every `16 - 3 - 4 = 9` in it, worked out. What the words say is beyond
 * any exact checker; whether an equation is true is not.
 */

/** Rounded results are right: to a hundredth, as money is. */
const TOLERANCE = 0.0051;

interface Equation {
  /** Offset in the text of its right side. */
  readonly offset: number;
  readonly isTrue: boolean;
}

/** The sides of an equation, as far back as it reads as arithmetic. */
const LEFT = /[\d.,$()+\-*/×÷x%\s]*$/;
const RIGHT = /^[^\S\n]*(-?\$?\d[\d,]*(?:\.\d+)?)/;

/** All equations of a line whose left side is arithmetic with at least one operation. */
export function equationsOf(line: string): Equation[] {
  const found: Equation[] = [];
  for (let at = line.indexOf('='); at >= 0; at = line.indexOf('=', at + 1)) {
    const right = RIGHT.exec(line.slice(at + 1));
    const left = LEFT.exec(line.slice(0, at))?.[0].trim() ?? '';
    const value = right && /\d\s*[+\-*/×÷x]/.test(left) ? evaluate(left) : null;
    if (!right || value === null) continue;
    const stated = Number(right[1]!.replace(/[$,]/g, ''));
    // What is cut off may go on: `= 1` of `= 16`.
    const offset = at + 1 + right[0].length - right[1]!.length;
    found.push({ offset, isTrue: Math.abs(value - stated) <= TOLERANCE });
  }
  return found;
}

/** Worth of plain arithmetic such as `3 x (4 + 0.5)`, or null for anything else. */
export function evaluate(text: string): number | null {
  const tokens = text
    .replaceAll('×', '*')
    .replaceAll('÷', '/')
    .replace(/x/g, '*')
    .replace(/[$,\s]/g, '')
    .match(/\d+(?:\.\d+)?%?|\.\d+%?|[()+\-*/]|./g);
  if (!tokens) return null;
  let at = 0;
  const sum = (): number => {
    let value = product();
    while (tokens[at] === '+' || tokens[at] === '-') value += tokens[at++] === '+' ? product() : -product();
    return value;
  };
  const product = (): number => {
    let value = factor();
    while (tokens[at] === '*' || tokens[at] === '/') value = tokens[at++] === '*' ? value * factor() : value / factor();
    return value;
  };
  const factor = (): number => {
    const token = tokens[at++];
    if (token === '-') return -factor();
    if (token === '(') {
      const value = sum();
      return tokens[at++] === ')' ? value : NaN;
    }
    if (token === undefined || !/^[\d.]/.test(token)) return NaN;
    return token.endsWith('%') ? Number(token.slice(0, -1)) / 100 : Number(token);
  };
  const value = sum();
  return at === tokens.length && Number.isFinite(value) ? value : null;
}
