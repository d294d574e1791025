import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { FIGURES } from '../../../scripts/lib/figures';
import { lineFigure } from '../../../scripts/lib/line-figure';

it.each(Object.entries(FIGURES))('docs/figures/%s.svg shows the numbers that were measured last', (name, draw) => {
  expect(readFileSync(`docs/figures/${name}.svg`, 'utf8')).toBe(draw());
});

const place = (svg: string, name: string): number => {
  const at = svg.slice(0, svg.indexOf(`>${name}<`)).lastIndexOf('translate(');
  return Number(svg.slice(at).match(/translate\([^,]+,([^)]+)\)/)![1]);
};

it('names stand apart at the ends of lines that meet', () => {
  const points = [1, 2, 4].map((x) => ({ x, y: 0.5 }));
  const svg = lineFigure({
    title: 'Two lines',
    x: 'samples',
    lines: [
      { name: 'one', points },
      { name: 'other', points },
    ],
  });
  expect(Math.abs(place(svg, 'one') - place(svg, 'other'))).toBeGreaterThanOrEqual(15 - 1e-6);
});

it('says what it shows to who cannot see it', () => {
  const svg = lineFigure({ title: 'A < B & C', x: 'n', lines: [{ name: 'a', points: [{ x: 1, y: 0.1 }] }] });
  expect(svg).toMatch(/^<svg role="img"[^>]*><title>A &lt; B &amp; C<\/title>/);
  expect(svg).toMatch(/style="[^"]*font-size:12px/);
});

it('refuses more lines than it has signs for', () => {
  const lines = Array.from({ length: 8 }, (_, i) => ({ name: `${i}`, points: [{ x: 1, y: 0.5 }] }));
  expect(() => lineFigure({ title: '', x: '', lines })).toThrow(/seven|7/);
});
