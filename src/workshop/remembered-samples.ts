/** What a model wrote while the page is open: a training that was stopped, or another on the same problems, need not wait for it again. */
import { keptSampling, type KeptSolutions } from './kept-sampling';
import type { sampleProblems } from './sampling';

/** About 16 bytes each: a training of 500 problems with 8 solutions of 100 tokens has a fifth of it. */
const MOST_TOKENS = 2_000_000;

const tokensOf = ({ solutions }: KeptSolutions): number =>
  solutions.reduce((sum, { tokens }) => sum + tokens.length, 0);

/** Of one model, the problems that were asked for longest ago forgotten first. */
export class RememberedSamples {
  readonly #kept = new Map<string, KeptSolutions>();
  readonly #most: number;
  #tokens = 0;

  constructor(mostTokens = MOST_TOKENS) {
    this.#most = mostTokens;
  }

  /** Tokens of all that is remembered. */
  get tokens(): number {
    return this.#tokens;
  }

  /** Solutions depend on the problem, its place, and how it is asked for: the same are taken only for the same. */
  readonly sample: typeof sampleProblems = keptSampling((problems, options) => {
    const { seed, stream, temperature, maxSteps, maxStepTokens } = options;
    const keys = problems.map(({ text, prompt }, at) =>
      JSON.stringify([seed, stream, temperature, maxSteps, maxStepTokens, at, text, prompt]),
    );
    return {
      at: (place) => {
        const known = this.#kept.get(keys[place]!);
        if (known) this.#put(keys[place]!, known);
        return known;
      },
      add: (place, sample, samples, written) => {
        for (const [i, { solutions }] of written.entries()) {
          const key = keys[place + i]!;
          const before = this.#kept.get(key);
          // It may be forgotten by now: what begins behind it cannot stand alone.
          if ((before?.samples ?? 0) !== sample) continue;
          this.#put(key, { samples: sample + samples, solutions: [...(before?.solutions ?? []), ...solutions] });
        }
        for (const [key, known] of this.#kept) {
          if (this.#tokens <= this.#most) break;
          this.#kept.delete(key);
          this.#tokens -= tokensOf(known);
        }
      },
    };
  });

  /** As the newest. */
  #put(key: string, known: KeptSolutions): void {
    const before = this.#kept.get(key);
    this.#tokens += tokensOf(known) - (before ? tokensOf(before) : 0);
    this.#kept.delete(key);
    this.#kept.set(key, known);
  }
}
