import { describe, expect, it } from 'vitest';
import {
  inkLevel,
  RAMP_STEPS,
  rampColor,
  rangeColor,
  rampStep,
  rampVariables,
  SCALES,
  type Theme,
} from '../../../src/viz/ramp';

/** OKLCH to linear sRGB (Björn Ottosson's matrices), each channel clipped to [0, 1]. */
function linearRgb({ lightness, chroma, hue }: ReturnType<typeof rampColor>): [number, number, number] {
  const [a, b] = [chroma * Math.cos((hue * Math.PI) / 180), chroma * Math.sin((hue * Math.PI) / 180)];
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  const clip = (x: number): number => Math.min(1, Math.max(0, x));
  return [
    clip(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s),
    clip(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s),
    clip(-0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s),
  ];
}

const hexToLinear = (hex: string): [number, number, number] =>
  [1, 3, 5].map((at) => {
    const channel = parseInt(hex.slice(at, at + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];

const luminance = ([r, g, b]: [number, number, number]): number => 0.2126 * r + 0.7152 * g + 0.0722 * b;
const contrast = (a: number, b: number): number => (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);

/** Machado and others (2009), severity 1, on linear RGB. */
const BLINDNESS = {
  protanopia: [0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998],
  deuteranopia: [0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.01182, 0.04294, 0.968881],
  tritanopia: [1.255528, -0.076749, -0.178779, -0.078411, 0.930809, 0.147602, 0.004733, 0.691367, 0.3039],
};
const seen = (matrix: number[], rgb: number[]): number[] =>
  [0, 3, 6].map((row) => rgb.reduce((sum, channel, i) => sum + matrix[row + i]! * channel, 0));

/** The text colours of `app.css`. */
const INK: Record<Theme, string> = { light: '#191c22', dark: '#e9eaed' };
const values = Array.from({ length: 101 }, (_, i) => i / 100);

const looks = (['light', 'dark'] as const).flatMap((theme) => SCALES.map((scale) => [theme, scale] as const));

describe.each(looks)('the value scale, %s, %s', (theme, scale) => {
  it('keeps its text readable at every value', () => {
    const ink = luminance(hexToLinear(INK[theme]));
    const worst = Math.min(
      ...values.map((value) => contrast(ink, luminance(linearRgb(rampColor(value, theme, scale))))),
    );
    expect(worst).toBeGreaterThan(4.5);
  });

  it.each(Object.entries(BLINDNESS))('tells low from high with %s', (_, matrix) => {
    const low = seen(matrix, linearRgb(rampColor(0.05, theme, scale)));
    const high = seen(matrix, linearRgb(rampColor(0.95, theme, scale)));
    const distance = Math.hypot(
      ...low.map((channel, i) => Math.sqrt(Math.max(0, channel)) - Math.sqrt(Math.max(0, high[i]!))),
    );
    expect(distance).toBeGreaterThan(0.15);
  });

  it('goes one way in grey, and grows stronger away from undecided in colour', () => {
    if (scale === 'grey') {
      const lightness = values.map((value) => rampColor(value, theme, scale).lightness);
      const sorted = [...lightness].sort((a, b) => (theme === 'light' ? b - a : a - b));
      expect(lightness).toEqual(sorted);
      expect(values.every((value) => rampColor(value, theme, scale).chroma === 0)).toBe(true);
      return;
    }
    const chroma = values.map((value) => rampColor(value, theme, scale).chroma);
    for (let i = 0; i < 50; i++) {
      expect(chroma[i]!).toBeGreaterThan(chroma[i + 1]!);
      expect(chroma[100 - i]!).toBeGreaterThan(chroma[99 - i]!);
    }
  });
});

describe.each(looks)('the ramp of ranges, %s, %s', (theme, scale) => {
  const at = (share: number) => linearRgb(rangeColor(share, theme, scale));

  it('keeps its text readable, and goes one way', () => {
    const ink = luminance(hexToLinear(INK[theme]));
    expect(Math.min(...values.map((value) => contrast(ink, luminance(at(value)))))).toBeGreaterThan(4.5);
    const lightness = values.map((value) => rangeColor(value, theme, scale).lightness);
    expect(lightness).toEqual([...lightness].sort((a, b) => (theme === 'light' ? b - a : a - b)));
  });
});

describe.each(looks.filter(([, scale]) => scale !== 'grey'))('the ramp of ranges, %s, %s', (theme, scale) => {
  const at = (share: number) => linearRgb(rangeColor(share, theme, scale));

  it('is in colour not taken for a value, whatever the eye', () => {
    const root = (channel: number): number => Math.sqrt(Math.max(0, channel));
    const apart = (matrix: number[] | null, value: number): number => {
      const [end, tint] = [at(1), linearRgb(rampColor(value, theme, scale))].map((rgb) =>
        (matrix ? seen(matrix, rgb) : rgb).map(root),
      );
      return Math.hypot(...end!.map((channel, i) => channel - tint![i]!));
    };
    expect(Math.min(...[0, 0.5, 1].map((value) => apart(null, value)))).toBeGreaterThan(0.15);
    for (const matrix of Object.values(BLINDNESS))
      expect(Math.min(...[0, 0.5, 1].map((value) => apart(matrix, value)))).toBeGreaterThan(0.04);
  });
});

describe('steps of the scale', () => {
  it.each([
    [-1, 0],
    [0, 0],
    [0.5, (RAMP_STEPS - 1) / 2],
    [1, RAMP_STEPS - 1],
    [7, RAMP_STEPS - 1],
  ])('%f takes tint %i', (value, step) => expect(rampStep(value)).toBe(step));

  it('has a style variable for every tint', () => {
    const names = rampVariables().map(([name]) => name);
    expect(names).toHaveLength(2 * RAMP_STEPS);
    for (const value of values)
      expect(names).toEqual(expect.arrayContaining([`--v${rampStep(value)}`, `--r${rampStep(value)}`]));
  });

  it('draws a thicker line for a higher value', () => {
    const levels = values.map(inkLevel);
    expect(levels).toEqual([...levels].sort((a, b) => a - b));
    expect([levels[0], levels.at(-1)]).toEqual([0, 1]);
  });
});
