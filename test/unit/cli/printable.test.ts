import { describe, expect, it } from 'vitest';
import { printable } from '../../../src/cli/print/text';

describe('what is written to a terminal', () => {
  it.each([
    ['the colours of an escape', '\u001b[31mred', '\\u001b[31mred'],
    ['a carriage return, a bell and a backspace', 'a\rb\u0007\b', 'a\\u000db\\u0007\\u0008'],
    ['the controls of eight bits', '\u009b2J', '\\u009b2J'],
    ['a turned direction', 'a\u202eb', 'a\\u202eb'],
    ['lines, tabs and every script', 'a\n\t答案 é', 'a\n\t答案 é'],
  ])('escapes %s', (_, text, written) => {
    expect(printable(text)).toBe(written);
  });

  it('leaves JSON what it says', () => {
    const value = { text: 'a\u009b\u001b\u202e\nb' };
    expect(JSON.parse(printable(JSON.stringify(value)))).toEqual(value);
  });
});
