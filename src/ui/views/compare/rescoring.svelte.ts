/** One frozen tree, judged by several verifiers: their scores, and what each would have kept. */
import type { Checks, FrozenDecision, FrozenResult } from '../../../protocol/checks';
import { OFFERED_TASKS } from '../../../url/fields';
import type { OfferedVerifier } from '../../../url/fields';
import type { Asking } from '../../shell/asking';
import { optionsOfTree } from '../../shell/run-models';
import type { ShownRun } from '../../search/search.svelte';

export const FEWEST = 2;
export const MOST = 4;

export class Rescoring {
  readonly #page: Asking;
  #chosen = $state.raw<readonly OfferedVerifier[]>(['tvm', 'ovm']);
  /** Those whose answer is shown. */
  #asked = $state.raw<readonly OfferedVerifier[]>([]);
  #decisions = $state.raw<readonly FrozenDecision[]>([]);
  #result = $state.raw<FrozenResult | null>(null);
  #scored = $state(0);
  #isRunning = $state(false);
  #subject = $state.raw<ShownRun | null>(null);
  /** How long the log was that was judged: a search that went on is another tree. */
  #length = $state(0);
  /** By verifier and trace node. */
  #values = $state.raw<ReadonlyMap<string, ReadonlyMap<number, readonly number[]>>>(new Map());

  constructor(page: Asking) {
    this.#page = page;
  }

  /** In the order of the offer. */
  get chosen(): readonly OfferedVerifier[] {
    return this.#page.offeredVerifiers.filter((id) => this.#chosen.includes(id));
  }
  get asked(): readonly OfferedVerifier[] {
    return this.#asked;
  }
  get isRunning(): boolean {
    return this.#isRunning;
  }
  /** Scores received so far, of `toScore`. */
  get scored(): number {
    return this.#scored;
  }
  get toScore(): number {
    return (this.#page.search.head.nodes.length - 1) * this.#asked.length;
  }
  get decisions(): readonly FrozenDecision[] {
    return this.#isCurrent ? this.#decisions : [];
  }
  get result(): FrozenResult | null {
    return this.#isCurrent ? this.#result : null;
  }
  get #isCurrent(): boolean {
    const { search } = this.#page;
    return this.#subject === search.info && this.#length === search.events.length;
  }

  toggle(verifier: OfferedVerifier): void {
    const isChosen = this.#chosen.includes(verifier);
    this.#chosen = isChosen ? this.#chosen.filter((id) => id !== verifier) : [...this.chosen, verifier];
  }

  /** What a verifier said of a node's tokens, where it was asked. */
  valuesOf(verifier: string, node: number): readonly number[] | null {
    return this.#isCurrent ? (this.#values.get(verifier)?.get(node) ?? null) : null;
  }

  stop(): void {
    this.#page.stop();
  }

  async judge(): Promise<void> {
    const { search } = this.#page;
    const { info, head, events } = search;
    const task = OFFERED_TASKS.find((id) => id === info?.task);
    const verifiers = this.chosen;
    if (!info || !task || verifiers.length < FEWEST || verifiers.length > MOST) return;
    this.#subject = info;
    this.#length = events.length;
    this.#asked = verifiers;
    this.#decisions = [];
    this.#result = null;
    this.#scored = 0;
    this.#isRunning = true;
    const values = new Map(verifiers.map((id) => [id, new Map<number, readonly number[]>()]));
    const decisions: FrozenDecision[] = [];
    const options: Checks['frozen']['options'] = { kind: 'frozen', nodes: head.nodes, events, verifiers };
    try {
      const verifierOptions = optionsOfTree(this.#page);
      const subject = { task, problem: info.problem.text, verifiers, verifierOptions };
      const hear = (told: readonly Checks['frozen']['event'][]): void => {
        for (const event of told) {
          if (event.type === 'scored') values.get(event.verifier)?.set(event.id, event.values);
          else decisions.push(event);
        }
        this.#scored += told.filter(({ type }) => type === 'scored').length;
      };
      const result = await this.#page.ask('frozen', subject, (host, about) =>
        host.check<'frozen'>({ ...about, ...options }, hear),
      );
      this.#values = values;
      this.#decisions = decisions;
      this.#result = result;
    } catch (error) {
      this.#page.tell(error);
    } finally {
      this.#isRunning = false;
    }
  }
}
