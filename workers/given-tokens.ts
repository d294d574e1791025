/** Teacher forcing: given texts behind what was computed, in as few passes as their logits fit into. */
import type { Decoding, PrefixCache } from './decoding';
import { logSoftmax } from './sampling';

/** Tokens of a row in one pass: the logits of all of them are there at once, and a vocabulary can be 150,000 tokens. */
export const GIVEN_TOKENS = 128;
/** Logits of one pass: those of a row with such a vocabulary. Of a small one many rows fit into it. */
const GIVEN_LOGITS = GIVEN_TOKENS * 150_000;

export interface GivenText<C> {
  /** Everything before the text; null for nothing. */
  readonly cache: C | null;
  /** Of the first token, [V]. */
  readonly logprobs: Float64Array;
  /** One at least. */
  readonly tokens: readonly number[];
}

/**
 * Reads texts. Of the last token of each nothing is computed: what stands before it says it.
 * @param onToken hears the log-probabilities [V] at every token, in order within a text
 * @param keeps whether the caches are wanted
 * @returns by text, what was computed: everything but its last token; where none are wanted, nothing to rely on
 * @throws AppError as `Batch.feed`
 */
export async function readGiven<C extends PrefixCache>(
  decoding: Decoding<C>,
  texts: readonly GivenText<C>[],
  onToken: (text: number, t: number, logprobs: Float64Array) => void,
  { keeps, signal }: { readonly keeps: boolean; readonly signal: AbortSignal | undefined },
): Promise<(C | null)[]> {
  const caches = texts.map(({ cache }) => cache);
  texts.forEach(({ logprobs }, text) => onToken(text, 0, logprobs));
  const size = texts[0]?.logprobs.length ?? 1;
  const isLeft = (text: number, from: number): boolean => from + 1 < texts[text]!.tokens.length;
  const widest = Math.min(GIVEN_TOKENS, Math.max(1, ...texts.map(({ tokens }) => tokens.length - 1)));
  const atOnce = Math.max(1, Math.floor(GIVEN_LOGITS / (size * widest)));
  for (let first = 0; first < texts.length; first += atOnce) {
    let rows = [...texts.keys()].slice(first, first + atOnce);
    for (let from = 0; (rows = rows.filter((text) => isLeft(text, from))).length; from += GIVEN_TOKENS) {
      const fed = rows.map((text) => texts[text]!.tokens.slice(0, -1).slice(from, from + GIVEN_TOKENS));
      const batch = decoding.batch(rows.map((text) => caches[text]!));
      try {
        const logits = await batch.feed(fed, 'all', signal);
        fed.forEach((tokens, row) => {
          for (const t of tokens.keys()) onToken(rows[row]!, from + t + 1, logSoftmax(logits(row, t)));
        });
        const wanted = [...rows.keys()].filter((row) => keeps || isLeft(rows[row]!, from + GIVEN_TOKENS));
        const grown = wanted.length ? await batch.grown(wanted) : [];
        wanted.forEach((row, i) => (caches[rows[row]!] = grown[i]!));
      } finally {
        batch.close();
      }
    }
  }
  return caches;
}

/** The entropy, in nats, of log-probabilities [V]: 0 where one token is certain, at most ln V. */
export function entropyOf(logprobs: Float64Array): number {
  let sum = 0;
  // A plain loop: this runs over a whole vocabulary for every token. Of one that is ruled out the part is 0.
  for (const logprob of logprobs) if (logprob > -Infinity) sum -= Math.exp(logprob) * logprob;
  return Math.max(0, sum);
}
