declare module 'subset-font' {
  /** The font with the glyphs of `text` only. */
  export default function subset(
    font: Buffer,
    text: string,
    options?: {
      readonly targetFormat?: 'woff2' | 'woff' | 'sfnt';
      readonly variationAxes?: Readonly<Record<string, number | { readonly min: number; readonly max: number }>>;
    },
  ): Promise<Buffer>;
}
