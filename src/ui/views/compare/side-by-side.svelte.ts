/** Two searches on one problem, in lock-step. */
import { AppError } from '../../../core/errors';
import type { TogetherEvent } from '../../../protocol/engine';
import { applyEvents, EMPTY_SEARCH } from '../../../trace/reducer';
import type { SearchTree } from '../../../trace/reducer';
import type { TraceResult } from '../../../trace/types';
import type { OfferedStrategy, OfferedVerifier } from '../../../url/fields';
import type { Asking } from '../../shell/asking';

/** Those that write K candidates a step, so that the same K costs about the same. */
export const SIDE_BY_SIDE_STRATEGIES = [
  'majority',
  'best-of-n',
  'weighted-vote',
  'beam',
  'distinct-beam',
  'two-width-beam',
  'dvts',
  'rebase',
] as const satisfies readonly OfferedStrategy[];
export type SideBySideStrategy = (typeof SIDE_BY_SIDE_STRATEGIES)[number];

export interface Side {
  readonly strategy: SideBySideStrategy;
  readonly verifier: OfferedVerifier;
}

/** What a comparison side by side needs of the page. */
export type DuelHost = Pick<Asking, 'settings' | 'offeredVerifiers' | 'ask' | 'stop' | 'tell'>;

export class SideBySide {
  readonly #page: DuelHost;
  #sides = $state.raw<readonly [Side, Side]>([
    { strategy: 'best-of-n', verifier: 'tvm' },
    { strategy: 'beam', verifier: 'tvm' },
  ]);
  /** What the trees are of. */
  #shown = $state.raw<readonly [Side, Side] | null>(null);
  #trees = $state.raw<readonly SearchTree[]>([]);
  #results = $state.raw<readonly TraceResult[] | null>(null);
  #isRunning = $state(false);

  constructor(page: DuelHost) {
    this.#page = page;
  }

  /** A verifier that is not there now, as with a hub model, gives way to one that is. */
  get sides(): readonly [Side, Side] {
    const offered = this.#page.offeredVerifiers;
    const usable = (side: Side): Side =>
      offered.includes(side.verifier) ? side : { ...side, verifier: offered[0] ?? side.verifier };
    const [first, second] = this.#sides;
    return [usable(first), usable(second)];
  }
  get shown(): readonly [Side, Side] | null {
    return this.#shown;
  }
  get trees(): readonly SearchTree[] {
    return this.#trees;
  }
  get results(): readonly TraceResult[] | null {
    return this.#results;
  }
  get isRunning(): boolean {
    return this.#isRunning;
  }

  change(side: 0 | 1, patch: Partial<Side>): void {
    const [first, second] = this.sides;
    this.#sides = side === 0 ? [{ ...first, ...patch }, second] : [first, { ...second, ...patch }];
  }

  async run(problem: string): Promise<void> {
    const { task, parameters } = this.#page.settings;
    const { sides } = this;
    // Options belong to the strategy of the search, not to these.
    const { options: _, ...common } = parameters;
    this.#shown = sides;
    this.#trees = [EMPTY_SEARCH, EMPTY_SEARCH];
    this.#results = null;
    this.#isRunning = true;
    try {
      const verifiers = [...new Set(sides.map(({ verifier }) => verifier))];
      const searches = sides.map(({ strategy, verifier }) => ({ strategy, verifier, parameters: common }));
      const hear = (told: readonly TogetherEvent[]): void => {
        this.#trees = this.#trees.map((tree, side) =>
          applyEvents(
            tree,
            told.flatMap(({ search, event }) => (search === side ? [event] : [])),
          ),
        );
      };
      const results = await this.#page.ask(
        'together',
        { task, problem, verifiers },
        (host, { verifierOptions, ...about }) =>
          host.together({ ...about, searches: searches.map((search) => ({ ...search, verifierOptions })) }, hear),
      );
      if (results.length !== sides.length) throw new AppError('internal', 'A search is missing.');
      this.#results = results;
    } catch (error) {
      this.#trees = [];
      this.#shown = null;
      this.#page.tell(error);
    } finally {
      this.#isRunning = false;
    }
  }

  stop(): void {
    this.#page.stop();
  }
}
