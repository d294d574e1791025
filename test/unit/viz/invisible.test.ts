/** Nothing that was written is without a sign, a width and a name. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { describeNode } from '../../../src/ui/search/tree/describe';
import { stepName, tokenLabel, tokenName } from '../../../src/ui/kit/token-name';
import { scoreColumn } from '../../../src/viz/colouring';
import { stripImage } from '../../../src/viz/strip';
import { isBlank, visibleToken } from '../../../src/viz/invisible';
import { nodeSize, PICTURE_DENSITY, shownLength } from '../../../src/viz/measure';
import { buildViewTree } from '../../../src/viz/view-tree';
import { messages as en } from '../../../src/words/en';
import { messages as es } from '../../../src/words/es';
import { messages as zh } from '../../../src/words/zh';
import { messagesFor } from '../../../src/words';
import { node } from './tree';

const BLANKS = [
  ...['\n', '\n\n', '\r\n', '\t', '\t\t', ' ', '   ', ' '.repeat(40), '\u00a0', '\u202f', '\u2003', '\u3000'],
  ...['\u200b', '\u200b\u200b', '\u200c', '\u200d', '\u2060', '\ufeff', '\u00ad', '\u202e', '\u2066', '\u2028'],
  ...['\u0000', '\u0007', '\u001b', '\u007f', '\u0085', '\u115f', '\u3164', '\u2800', '\ufff9', '\ufe0f', '\u{e0041}'],
  ...[' \n', '\n\t \u00a0\u200b'],
];

describe('a token of what leaves no ink', () => {
  it.each(BLANKS)('%j has a sign and a name in each language', (text) => {
    expect(isBlank(text)).toBe(true);
    expect(isBlank(visibleToken(text))).toBe(false);
    expect(visibleToken(text).trim()).toBe(visibleToken(text));
    for (const words of [en, es, zh]) {
      const of = { token: words.token, language: words.language };
      for (const name of [tokenName(text, of), tokenLabel(text, of), stepName(text, of)]) {
        expect(name.trim()).not.toBe('');
        expect(isBlank(name)).toBe(false);
      }
    }
  });

  it.each([
    ['', '∎', 'end of the solution'],
    ['\n', '↵', 'line end'],
    ['\n\n', '↵↵', 'line end × 2'],
    ['\r\n', '‹CR›↵', 'carriage return, line end'],
    ['\t', '⇥', 'tab'],
    [' ', '␣', 'space'],
    [' '.repeat(40), '␣×40', 'space × 40'],
    ['\u00a0', '‹NBSP›', 'no-break space'],
    ['\u3000', '‹IDSP›', 'wide space'],
    ['\u200b', '‹ZWSP›', 'zero-width space'],
    ['\u200d', '‹ZWJ›', 'invisible character ZWJ'],
    ['\u0001', '‹U+0001›', 'invisible character U+0001'],
  ])('%j is shown as %s and called %s', (text, sign, name) => {
    expect(visibleToken(text)).toBe(sign);
    expect(tokenName(text, en)).toBe(name);
  });

  it.each(BLANKS)('%j has a width in the tree and a name as a step', (text) => {
    const tree = buildViewTree([node(0, null, '4 5 6 10'), node(1, 0, text, { status: 'pruned' })]);
    const item = tree.nodes.get(1)!;
    const messages = messagesFor('en');
    expect(shownLength(item)).toBeGreaterThan(0);
    const bare = buildViewTree([node(0, null, '4 5 6 10'), node(1, 0, 'a', { status: 'pruned' })]).nodes.get(1)!;
    expect(nodeSize(item, PICTURE_DENSITY).width).toBeGreaterThanOrEqual(nodeSize(bare, PICTURE_DENSITY).width);
    expect(describeNode('probability', item, 'pruned', null, messages)).toMatch(/^[^.\s]/);
    const scored = node(1, 0, text, { tokens: [{ text, values: { tvm: 0.5 } }] });
    const strip = stripImage({ node: scored }, { ...scoreColumn('tvm', 'probability', true), low: 0, high: 1 });
    expect(strip).not.toContain('NaN');
    expect(strip).toContain('0% 100%');
  });
});

describe('a token of letters', () => {
  it.each([
    [')\n', ')'],
    [')\r\n', ')'],
    [' - ', ' - '],
    ['    if', '    if'],
    ['a\nb', 'a↵b'],
    ['\n\nSo', '↵↵So'],
    ['\tx', '⇥x'],
    ['\u202eevil', '‹RLO›evil'],
    ['\u001b[31m', '‹ESC›[31m'],
    ['in\u200bvisible', 'in‹ZWSP›visible'],
    ['\u0301', '◌\u0301'],
    ['\ud83d\udc68\u200d\ud83d\udc69', '\ud83d\udc68\u200d\ud83d\udc69'],
    ['\u2764\ufe0f', '\u2764\ufe0f'],
    ['می\u200cخواهم', 'می\u200cخواهم'],
    ['答案是', '答案是'],
  ])('%j is shown as %j', (text, shown) => expect(visibleToken(text)).toBe(shown));

  it('of any kind is never without ink, and on one line', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 12 }), (text) => {
        const shown = visibleToken(text);
        expect(shown).not.toBe('');
        expect(isBlank(shown)).toBe(false);
        expect(shown).not.toMatch(/[\p{Cc}\u2028\u2029\u202e]/u);
      }),
    );
  });
});
