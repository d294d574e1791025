/**
 * What several files have in common, kept once. The verifiers of a pack hold the same frozen layers, and compression,
 * which looks back 32 kB, does not see it.
 *
 * Files are cut where their content says so (a rolling "gear" hash; Xia et al., FastCDC, USENIX ATC 2016, without its
 * normalised sizes), so equal content is cut alike wherever it stands. Pieces that always follow one another are then
 * joined again: a file that shares nothing stays whole.
 */
import { createHash } from 'node:crypto';

/** A rolling hash of 32 bits has forgotten what is further back. */
const LEAST = 64;
/** Cuts come every 4 kB on average: one bit in 4096, of the upper ones, on which many bytes have had a say. */
const MASK = 0xfff << 20;

/** A random number for each byte; any will do, as long as they stay the same within a build. */
const GEAR = Uint32Array.from({ length: 256 }, (_, byte) =>
  createHash('sha256').update(Uint8Array.of(byte)).digest().readUInt32LE(),
);

/** The file's pieces, in order; together they are the file. */
export function cutByContent(file: Uint8Array): Uint8Array[] {
  const pieces: Uint8Array[] = [];
  let hash = 0;
  let from = 0;
  for (let at = 0; at < file.length; at++) {
    hash = ((hash << 1) + GEAR[file[at]!]!) | 0;
    if (at + 1 - from >= LEAST && (hash & MASK) === 0) {
      pieces.push(file.subarray(from, at + 1));
      from = at + 1;
    }
  }
  if (from < file.length || !pieces.length) pieces.push(file.subarray(from));
  return pieces;
}

export interface Pieced {
  readonly pieces: readonly Uint8Array[];
  /** By file, the places of its pieces. */
  readonly files: readonly (readonly number[])[];
}

/** Files as pieces, none of which is there twice. */
export function sharePieces(contents: readonly Uint8Array[]): Pieced {
  const known = new Map<string, number>();
  const cut: Uint8Array[] = [];
  const files = contents.map((file) =>
    cutByContent(file).map((piece) => {
      const name = createHash('sha256').update(piece).digest('base64');
      const place = known.get(name) ?? cut.push(piece) - 1;
      known.set(name, place);
      return place;
    }),
  );
  return joined(cut, files);
}

/** Joins what always stands together: a piece that only ever follows one other, which nothing else follows. */
function joined(cut: readonly Uint8Array[], files: readonly (readonly number[])[]): Pieced {
  const EDGE = -1;
  const before = cut.map(() => new Set<number>());
  const after = cut.map(() => new Set<number>());
  for (const file of files)
    file.forEach((piece, at) => {
      before[piece]!.add(file[at - 1] ?? EDGE);
      after[piece]!.add(file[at + 1] ?? EDGE);
    });
  const only = (set: ReadonlySet<number>): number => (set.size === 1 ? [...set][0]! : EDGE);
  const follows = (piece: number): boolean => {
    const previous = only(before[piece]!);
    return previous !== EDGE && only(after[previous]!) === piece;
  };
  const pieces: Uint8Array[] = [];
  const placeOf = new Map<number, number>();
  const runOf = (start: number): number => {
    const run = [cut[start]!];
    for (let next = only(after[start]!); next !== EDGE && follows(next); next = only(after[next]!))
      run.push(cut[next]!);
    return pieces.push(Buffer.concat(run)) - 1;
  };
  return {
    files: files.map((file) =>
      file
        .filter((piece) => !follows(piece))
        .map((piece) => {
          const place = placeOf.get(piece) ?? runOf(piece);
          placeOf.set(piece, place);
          return place;
        }),
    ),
    pieces,
  };
}
