/** A QR code of a link, as one path of an SVG. What makes it is fetched when the first one is wanted. */

export interface QrDrawing {
  /** Modules along a side, the quiet zone included. */
  readonly size: number;
  /** The dark modules, each one unit wide. */
  readonly path: string;
}

/** Modules of white round the code, which readers need (ISO/IEC 18004). */
const QUIET_ZONE = 4;

/** Null where the text is longer than a code can hold. Rejects where the encoder cannot be fetched. */
export async function drawQr(text: string): Promise<QrDrawing | null> {
  const { encode } = await import('uqr');
  // Of long texts the codes are large enough: those that hold more correct fewer faults.
  for (const ecc of ['M', 'L'] as const) {
    try {
      const { size, data } = encode(text, { ecc, border: QUIET_ZONE });
      return { size, path: data.map(rowPath).join('') };
    } catch {
      // Too long at this level.
    }
  }
  return null;
}

/** Neighbours in a row are one rectangle. */
function rowPath(row: readonly boolean[], y: number): string {
  let path = '';
  for (let x = 0; x < row.length; x++) {
    if (!row[x]) continue;
    const start = x;
    while (row[x]) x++;
    path += `M${start} ${y}h${x - start}v1h${start - x}z`;
  }
  return path;
}
