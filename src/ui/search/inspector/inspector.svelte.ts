/**
 * What a reader asks about one token: is its value right, what if another stood there, where is the first error. The
 * answers stay until the next question or another search.
 */
import type { Scale } from '../../../core/scale';
import type { Checks, FirstErrorProbe, FirstErrorResult, Observed, Sampling } from '../../../protocol/checks';
import { STANDARD_PARAMETERS } from '../../../core/search-parameters';
import { recordedParameters } from '../../../protocol/parameters';
import type { SearchParameters } from '../../../protocol/parameters';
import { problemOf, taskOf } from '../../../tasks/registry';
import type { TaskProblem } from '../../../tasks/task';
import { OFFERED_STRATEGIES } from '../../../url/fields';
import type { OfferedStrategy, OfferedTask, OfferedVerifier } from '../../../url/fields';
import { pathTo } from '../../../viz/view-tree';
import type { ViewNode } from '../../../viz/view-tree';
import type { Asking, Subject } from '../../shell/asking';
import { optionsOfTree } from '../../shell/run-models';
import type { Branch, ShownRun } from '../search.svelte';

/** A token of the tree. */
export interface TokenPlace {
  readonly item: ViewNode;
  readonly token: number;
  /** The drawn nodes from the first step to this one. */
  readonly path: readonly ViewNode[];
}

export interface ValueAnswer {
  readonly text: string;
  /** Counting from 1. */
  readonly step: number;
  readonly of: number;
  readonly verifier: OfferedVerifier | null;
  readonly predicted: number | null;
  readonly scale: Scale;
  readonly observed: Observed;
  readonly isDone: boolean;
}

export interface ChangeAnswer {
  readonly text: string;
  readonly before: Branch;
  readonly after: Branch | null;
}

export interface ErrorAnswer {
  readonly path: readonly ViewNode[];
  readonly verifier: string | null;
  readonly probes: readonly FirstErrorProbe[];
  readonly result: FirstErrorResult | null;
}

export type Question = 'value' | 'change' | 'error';

/** Attempts from each place of a search for the first error. */
const ERROR_ROLLOUTS = 64;

export class Inspector {
  readonly #page: Asking;
  #running = $state.raw<Question | null>(null);
  #value = $state.raw<ValueAnswer | null>(null);
  #change = $state.raw<ChangeAnswer | null>(null);
  #error = $state.raw<ErrorAnswer | null>(null);
  /** The search that the answers speak of. */
  #subject = $state.raw<ShownRun | null>(null);

  constructor(page: Asking) {
    this.#page = page;
  }

  get running(): Question | null {
    return this.#running;
  }
  get value(): ValueAnswer | null {
    return this.#isCurrent ? this.#value : null;
  }
  get change(): ChangeAnswer | null {
    return this.#isCurrent ? this.#change : null;
  }
  get error(): ErrorAnswer | null {
    return this.#isCurrent ? this.#error : null;
  }
  get #isCurrent(): boolean {
    return this.#subject === this.#page.search.info;
  }

  /** The selected token; of a step that is selected as a whole, its last. Null for none, and for the prompt. */
  get place(): TokenPlace | null {
    const { selection, search } = this.#page;
    const item = selection.selected ? search.view.nodes.get(selection.selected.node) : undefined;
    if (!item || item.depth === 0) return null;
    const token = selection.selected!.token ?? item.node.tokens.length - 1;
    return { item, token, path: pathTo(search.view, item.id).filter(({ depth }) => depth > 0) };
  }

  /** Whether the models of this page can go on from the tree's tokens. */
  get canAsk(): boolean {
    const { search } = this.#page;
    return this.#task !== null && search.origin === null && search.status === 'done';
  }
  get #task(): OfferedTask | null {
    return taskOf(this.#page.search.info?.task)?.id ?? null;
  }
  /** The problem of the tree, as its task reads it; null for a tree of another tool. */
  get problem(): TaskProblem | null {
    const { info, origin } = this.#page.search;
    return info && origin === null ? problemOf(info.task, info.problem.text) : null;
  }
  /** Whether a finished solution ends at a place, and is wrong. */
  isWrong({ item, path }: TokenPlace): boolean {
    const { problem } = this;
    if (item.node.answer === undefined || !problem?.hasAnswer) return false;
    return !problem.judge(path.map(({ node }) => node.text).join('')).correct;
  }
  get #verifier(): OfferedVerifier | null {
    const { search, offeredVerifiers } = this.#page;
    return offeredVerifiers.find((id) => id === search.tree.verifier) ?? null;
  }

  stop(): void {
    this.#page.stop();
  }

  async checkValue({ item, token, path }: TokenPlace, rollouts: number): Promise<void> {
    const verifier = this.#verifier;
    const prefix = textsTo(path, item, token);
    let answer: ValueAnswer = {
      text: item.node.tokens[token]!.text,
      step: item.depth,
      of: rollouts,
      verifier,
      predicted: null,
      scale: 'probability',
      observed: { successes: 0, rollouts: 0, low: 0, high: 1 },
      isDone: false,
    };
    this.#value = answer;
    await this.#ask('value', verifier ? [verifier] : [], async (subject) => {
      const options = { kind: 'value', prefix, verifier, rollouts, sampling: this.#sampling } as const;
      const hear = (events: readonly Checks['value']['event'][]): void => {
        for (const event of events) {
          if (event.type === 'rollout') answer = { ...answer, observed: event.observed };
          else answer = { ...answer, predicted: event.value, scale: event.scale };
        }
        this.#value = answer;
      };
      const result = await this.#page.ask('value', subject, (host, about) =>
        host.check<'value'>({ ...about, ...options }, hear),
      );
      const { observed, predicted } = result;
      this.#value = { ...answer, observed, predicted, scale: result.scale ?? answer.scale, isDone: true };
    });
    if (!this.#value?.isDone) this.#value = null;
  }

  /** Writes `text` in place of the token, and lets the search go on from there. */
  async changeToken({ item, token }: TokenPlace, text: string): Promise<void> {
    const { search } = this.#page;
    const { info, result, events } = search;
    const strategy = OFFERED_STRATEGIES.find((id) => id === info?.strategy);
    const verifier = this.#verifier;
    if (!info || !result || !strategy || verifier === null || !events.length) return;
    const parameters = parametersOf(info, strategy);
    const before: Branch = { answer: result.answer, correct: result.correct };
    this.#change = { text, before, after: null };
    await this.#ask('change', [verifier], async (subject) => {
      const options: Checks['counterfactual']['options'] = {
        ...{ kind: 'counterfactual', node: item.node.id, token, replacement: text, strategy, verifier, parameters },
        events,
      };
      const { after } = await this.#page.ask('change', subject, (host, about) =>
        search.branch((onEvents) =>
          host.check<'counterfactual'>({ ...about, ...options }, (told) => onEvents(told.map(({ event }) => event))),
        ),
      );
      this.#change = { text, before, after };
    });
    if (!this.#change?.after) this.#change = null;
  }

  /** Of a finished solution that is wrong: where attempts stop succeeding. */
  async findError({ path }: TokenPlace): Promise<void> {
    const solution = path.flatMap(({ node }) => node.tokens.map(({ text }) => text));
    this.#error = { path, verifier: this.#verifier, probes: [], result: null };
    await this.#ask('error', [], async (subject) => {
      const options: Checks['first-error']['options'] = {
        ...{ kind: 'first-error', solution, unit: 'step', rollouts: ERROR_ROLLOUTS, sampling: this.#sampling },
      };
      const hear = (probes: readonly FirstErrorProbe[]): void => {
        if (this.#error) this.#error = { ...this.#error, probes: [...this.#error.probes, ...probes] };
      };
      const result = await this.#page.ask('error', subject, (host, about) =>
        host.check<'first-error'>({ ...about, ...options }, hear),
      );
      if (this.#error) this.#error = { ...this.#error, result };
    });
    if (!this.#error?.result) this.#error = null;
  }

  get #sampling(): Sampling {
    const { seed, maxSteps, maxStepTokens } = defaultsOf(this.#task);
    return { temperature: 1, seed, maxSteps, maxStepTokens };
  }

  async #ask(
    question: Question,
    verifiers: readonly OfferedVerifier[],
    work: (subject: Subject) => Promise<void>,
  ): Promise<void> {
    const { info } = this.#page.search;
    const task = this.#task;
    if (!info || task === null || this.#running !== null) return;
    if (this.#subject !== info) {
      // Answers about another search are gone.
      if (question !== 'value') this.#value = null;
      if (question !== 'change') this.#change = null;
      if (question !== 'error') this.#error = null;
    }
    this.#subject = info;
    this.#running = question;
    try {
      await work({ task, problem: info.problem.text, verifiers, verifierOptions: optionsOfTree(this.#page) });
    } catch (error) {
      this.#page.tell(error);
    } finally {
      this.#running = null;
    }
  }
}

/** The tokens after the prompt up to and including one. */
const textsTo = (path: readonly ViewNode[], item: ViewNode, token: number): string[] =>
  path.flatMap(({ id, node }) =>
    node.tokens.slice(0, id === item.id ? token + 1 : node.tokens.length).map(({ text }) => text),
  );

/** A tree of a task that is not known here may have begun with anything. */
const defaultsOf = (task: string | null) => taskOf(task ?? undefined)?.defaults ?? STANDARD_PARAMETERS;

/** A search's parameters as a run takes them; those of an opened trace lie flat, options among them. */
export function parametersOf({ task, parameters }: ShownRun, strategy: OfferedStrategy): SearchParameters {
  const given = { ...parameters, ...parameters.options } as Readonly<Record<string, unknown>>;
  return recordedParameters(given, strategy, defaultsOf(task));
}
