/**
 * The value scale: how P(correct) in [0, 1] becomes a tint.
 *
 * By default diverging from amber (more likely to end wrong) over almost-paper (undecided) to blue (more likely to end right).
 * Amber against blue is kept by every common form of colour blindness; and colour is never alone, because an *ink
 * line* under the token grows with the value. Tints stay pale in the light theme and deep in the dark one, so that
 * the text on them keeps a contrast of at least 4.5 to 1 (a test computes it).
 */

/** Tints of the scale: enough that neighbours cannot be told apart, few enough to live in style variables. */
export const RAMP_STEPS = 21;

/** Hues of low and high values. */
const HUES = { 'amber-blue': [66, 252], 'violet-green': [322, 150] } as const;

/** `grey` goes one way only, by lightness alone, so that it survives a printer without colour. */
export const SCALES = ['amber-blue', 'violet-green', 'grey'] as const;
export type ScaleId = (typeof SCALES)[number];

/** Lightness of the grey scale from its low to its high end. */
const GREY = { light: [0.985, 0.68], dark: [0.22, 0.47] } as const;

interface Oklch {
  readonly lightness: number;
  readonly chroma: number;
  readonly hue: number;
}

const THEMES = {
  light: { middle: 0.972, end: 0.79, chroma: 0.125 },
  dark: { middle: 0.29, end: 0.47, chroma: 0.105 },
} as const;

export type Theme = keyof typeof THEMES;

/** The tint of a value, in OKLCH. Values outside [0, 1] are clamped. */
export function rampColor(value: number, theme: Theme, scale: ScaleId = 'amber-blue'): Oklch {
  const inside = Math.min(1, Math.max(0, value));
  if (scale === 'grey') {
    const [low, high] = GREY[theme];
    return { lightness: low + (high - low) * inside, chroma: 0, hue: 0 };
  }
  const { middle, end, chroma } = THEMES[theme];
  const signed = inside * 2 - 1;
  // A little above linear, so that 0.35 and 0.5 still look different.
  const strength = Math.abs(signed) ** 0.85;
  return {
    lightness: middle + (end - middle) * strength,
    chroma: 0.004 + (chroma - 0.004) * strength,
    hue: HUES[scale][signed < 0 ? 0 : 1],
  };
}

export const cssColor = ({ lightness, chroma, hue }: Oklch): string =>
  `oklch(${lightness.toFixed(4)} ${chroma.toFixed(4)} ${hue})`;

/** The same in sRGB as `#rrggbb`, for programs that do not know OKLCH; Björn Ottosson's matrices, clipped. */
export function hexColor({ lightness, chroma, hue }: Oklch): string {
  const [a, b] = [chroma * Math.cos((hue * Math.PI) / 180), chroma * Math.sin((hue * Math.PI) / 180)];
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  const channels = [
    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
  ].map((linear) => {
    const inside = Math.min(1, Math.max(0, linear));
    return inside <= 0.0031308 ? 12.92 * inside : 1.055 * inside ** (1 / 2.4) - 0.055;
  });
  return `#${channels
    .map((channel) =>
      Math.round(channel * 255)
        .toString(16)
        .padStart(2, '0'),
    )
    .join('')}`;
}

/** Which of the `RAMP_STEPS` tints a value takes. */
export const rampStep = (value: number): number => Math.round(Math.min(1, Math.max(0, value)) * (RAMP_STEPS - 1));

/** Hue of the ramp of ranges, beside those of values. */
const RANGE_HUES = { 'amber-blue': 350, 'violet-green': 245 } as const;

/**
 * The tint of a number that is no probability, by its place in its own range: from almost-paper to one strong hue that
 * the value scale does not have, so that nobody takes the one for the other. In grey both go by lightness alone.
 */
export function rangeColor(share: number, theme: Theme, scale: ScaleId = 'amber-blue'): Oklch {
  if (scale === 'grey') return rampColor(share, theme, scale);
  const inside = Math.min(1, Math.max(0, share));
  const { middle, end, chroma } = THEMES[theme];
  return {
    lightness: middle + (end - middle) * inside,
    chroma: 0.004 + (chroma - 0.004) * inside,
    hue: RANGE_HUES[scale],
  };
}

/** The style variables `--v0` ... `--v20` of values and `--r0` ... `--r20` of ranges, each right in both themes. */
export function rampVariables(scale: ScaleId = 'amber-blue'): [name: string, css: string][] {
  return (
    [
      ['v', rampColor],
      ['r', rangeColor],
    ] as const
  ).flatMap(([letter, colorOf]) =>
    Array.from({ length: RAMP_STEPS }, (_, i): [string, string] => {
      const value = i / (RAMP_STEPS - 1);
      const [light, dark] = [colorOf(value, 'light', scale), colorOf(value, 'dark', scale)];
      return [`--${letter}${i}`, `light-dark(${cssColor(light)}, ${cssColor(dark)})`];
    }),
  );
}

/**
 * Thickness of the ink line under a token, as a share of its greatest thickness: a quarter step for each quarter of
 * the value, so that it can be read off as "none, thin, medium, thick, full".
 */
export const inkLevel = (value: number): number => Math.round(Math.min(1, Math.max(0, value)) * 4) / 4;
