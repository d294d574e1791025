/**
 * What is true of the tree, where the reader asks for it once the search is over: told by the problem's exact checker, or
 * by the file of another tool, a few steps at a time.
 */
import { isProbability } from '../../core/scale';
import { problemOf } from '../../tasks/registry';
import type { TaskProblem } from '../../tasks/task';
import { fileTruths } from '../../viz/file-truth';
import { gapOf, partingOf, truthOf, type Parting, type Truth } from '../../viz/truth';
import { nextTask } from '../kit/next-task';
import type { SearchState, ShownRun } from './search.svelte';
import type { Target } from './selection.svelte';

/** So long one task may take. */
const SLICE_MS = 8;
/** From here on a verifier and the truth have parted. */
export const PARTED = 0.5;

interface Known {
  readonly truth: Truth | null;
  readonly parting: Parting | null;
}

type Shown = Pick<SearchState, 'info' | 'isRunning' | 'whole' | 'scale' | 'head' | 'origin' | 'result'>;

/** Of what only a file says nothing follows before the end of a solution. */
const NOTHING_EXACT = { isExact: false, oracle: () => NaN } as const;

export class TruthLayer {
  readonly #search: Shown;
  /** The search of which it was asked: another one begins without. */
  #asked = $state.raw<ShownRun | null>(null);
  /** By `ViewNode.id`. */
  #known = $state.raw<ReadonlyMap<number, Known>>(new Map());
  /** Counts the passes: only the newest goes on. */
  #pass = 0;

  constructor(search: Shown) {
    this.#search = search;
  }

  /** Of the search's task; null where nobody here knows it. */
  readonly problem: TaskProblem | null = $derived.by(() => {
    const { info } = this.#search;
    return info && problemOf(info.task, info.problem.text);
  });

  /** What the file of another tool says of its solutions; empty where it says nothing, or the task is known here. */
  readonly #ofFile = $derived.by(() => {
    const { info, origin, result, head, whole, isRunning } = this.#search;
    if (!info || !origin || isRunning || this.problem) return new Map<number, Truth>();
    const isRight = origin.judged && result?.answer != null ? result.correct : null;
    const expected = info.problem.answer ?? null;
    return fileTruths(whole, head.nodes, { chosen: head.done?.id ?? null, isRight, expected });
  });
  /** What is told is what the file says: it was not checked here. */
  get isOfFile(): boolean {
    return this.problem === null;
  }

  /** There is something to tell, and the search is over. */
  get isOffered(): boolean {
    const { isRunning, whole } = this.#search;
    return !isRunning && whole.root !== null && (this.problem !== null || this.#ofFile.size > 0);
  }
  get isOn(): boolean {
    return this.isOffered && this.#asked !== null && this.#asked === this.#search.info;
  }
  set isOn(isOn: boolean) {
    this.#asked = isOn ? this.#search.info : null;
  }

  /** Null while it is off, and of what nothing is known. */
  truthAt(id: number): Truth | null {
    return this.isOn ? (this.#known.get(id)?.truth ?? null) : null;
  }
  /** The verifier is far from the truth there. */
  isParted(id: number): boolean {
    const parting = this.isOn ? this.#known.get(id)?.parting : null;
    return parting != null && gapOf(parting) >= PARTED;
  }

  /** The token at which the verifier is furthest from the truth; null where it says nothing that could be wrong. */
  readonly worst: (Target & Parting) | null = $derived.by(() => {
    if (!this.isOn) return null;
    let worst: (Target & Parting) | null = null;
    for (const [node, { parting }] of this.#known)
      if (parting && (!worst || gapOf(parting) > gapOf(worst))) worst = { ...parting, node };
    return worst;
  });

  /** Finds out what is not known yet. Call it when it is turned on, and when the tree has changed. */
  async look(): Promise<void> {
    const pass = ++this.#pass;
    const { problem } = this;
    const { whole, scale, head } = this.#search;
    const ofFile = this.#ofFile;
    const known = new Map<number, Known>();
    this.#known = known;
    if (!this.isOn) return;
    const verifier = isProbability(scale) ? head.verifier : null;
    /** Of the path to a step, the step included; the prompt is not part of it. */
    const texts = new Map<number, string>();
    let startedAt = performance.now();
    for (const item of whole.nodes.values()) {
      if (item.depth === 0) continue;
      // Parents come before their children.
      const before = texts.get(item.parent!) ?? '';
      const text = before + item.node.text;
      texts.set(item.id, text);
      const truth = problem ? truthOf(text, item.status === 'finished', problem) : (ofFile.get(item.id) ?? null);
      const parting =
        verifier === null ? null : partingOf(item.node, before, truth, verifier, problem ?? NOTHING_EXACT);
      known.set(item.id, { truth, parting });
      if (performance.now() - startedAt < SLICE_MS) continue;
      this.#known = new Map(known);
      await nextTask();
      if (pass !== this.#pass) return;
      startedAt = performance.now();
    }
    this.#known = new Map(known);
  }
}
