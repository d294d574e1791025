/**
 * What a reader sees of the problem that is watched: which verifier, which checkpoint of its learning, which solution. It
 * follows the learning until the reader takes hold of it.
 */
import type { Checkpoint, WatchedTree, WorkshopRule } from '../../../protocol/train';
import { watchedRules, type Watched } from './watched';

/** Between two checkpoints that are played, in milliseconds. */
export const PLAY_MS = 300;

/** What the reader took hold of; of one tree. */
interface Taken {
  readonly tree: WatchedTree | null;
  /** Null: that which learns now, or did last. */
  readonly rule: WorkshopRule | null;
  /** A step of learning; null: the newest checkpoint. */
  readonly step: number | null;
  readonly solution: number | null;
}

export class Watching {
  readonly #source: () => Watched;
  #taken = $state.raw<Taken>({ tree: null, rule: null, step: null, solution: null });
  #isPlaying = $state(false);
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(source: () => Watched) {
    this.#source = source;
  }

  /** Nothing is taken of a tree that took the place of another. */
  get #held(): Taken {
    const { tree } = this.#source();
    return this.#taken.tree === tree ? this.#taken : { tree, rule: null, step: null, solution: null };
  }
  #take(patch: Partial<Taken>): void {
    this.#taken = { ...this.#held, ...patch };
  }

  get rules(): readonly WorkshopRule[] {
    return watchedRules(this.#source());
  }
  /** Null before anything was looked at. */
  get rule(): WorkshopRule | null {
    const { rule } = this.#held;
    return rule ?? this.#source().checkpoints.at(-1)?.rule ?? null;
  }
  /** Of one verifier, in the order of its steps. */
  checkpointsOf(rule: WorkshopRule | null): readonly Checkpoint[] {
    return this.#source().checkpoints.filter((checkpoint) => checkpoint.rule === rule);
  }
  /** Those of the verifier that is shown. */
  get checkpoints(): readonly Checkpoint[] {
    return this.checkpointsOf(this.rule);
  }
  /** Of the checkpoint that is shown, among them; -1 before the first. */
  get at(): number {
    const { step } = this.#held;
    const last = this.checkpoints.length - 1;
    if (step === null) return last;
    // Of another verifier there may be none at that step yet: then the one before.
    return Math.max(
      0,
      this.checkpoints.findLastIndex((checkpoint) => checkpoint.step <= step),
    );
  }
  get checkpoint(): Checkpoint | null {
    return this.checkpoints[this.at] ?? null;
  }
  /** Whether the newest checkpoint is shown, and will be when there is a newer one. */
  get isFollowing(): boolean {
    return this.#held.step === null;
  }
  get isPlaying(): boolean {
    return this.#isPlaying;
  }
  /** A wrong solution says most: somewhere on it the value should fall. The one that was sampled most often. */
  get solution(): number {
    const { solutions } = this.#source().tree ?? { solutions: [] };
    const { solution } = this.#held;
    if (solution !== null) return solution;
    const most = (isRight: boolean): number => {
      const counts = solutions.map(({ correct, count }) => (correct === isRight ? count : 0));
      const best = Math.max(0, ...counts);
      return best ? counts.indexOf(best) : -1;
    };
    return Math.max(0, most(false) >= 0 ? most(false) : most(true));
  }

  chooseRule(rule: WorkshopRule): void {
    this.#take({ rule });
  }
  chooseSolution(solution: number): void {
    this.#take({ solution });
  }
  /** Shows a checkpoint, and stays there whatever is learned meanwhile. */
  hold(at: number): void {
    this.pause();
    this.#show(at);
  }
  follow(): void {
    this.pause();
    this.#take({ step: null, rule: null });
  }
  /** From the checkpoint that is shown to the newest; from the newest, all over. */
  play(): void {
    if (this.#isPlaying || this.checkpoints.length < 2) return;
    this.#isPlaying = true;
    if (this.at === this.checkpoints.length - 1) this.#show(0);
    this.#schedule();
  }
  pause(): void {
    clearTimeout(this.#timer);
    this.#isPlaying = false;
  }

  #show(at: number): void {
    const checkpoint = this.checkpoints[at];
    // The verifier too: that which learns may become another.
    if (checkpoint) this.#take({ step: checkpoint.step, rule: checkpoint.rule });
  }
  #schedule(): void {
    this.#timer = setTimeout(() => {
      const next = this.at + 1;
      if (next >= this.checkpoints.length - 1) {
        this.pause();
        this.#take({ step: null });
      } else {
        this.#show(next);
        this.#schedule();
      }
    }, PLAY_MS);
  }
}
