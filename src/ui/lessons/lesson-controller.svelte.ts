/** Lessons on the page: which one the reader asked for, and how a chapter sets the page. */
import { DEFAULT_STATE } from '../../url/fields';
import type { OfferedVerifier, UrlState } from '../../url/fields';
import { parseFields, withVerifierOptions } from '../../url/parse';
import type { ParsedUrl } from '../../url/parse';
import { serialiseUrl } from '../../url/serialise';
import { lookOf } from '../shell/settings';

/** What a lesson needs of the page. */
export interface LessonHost {
  readonly settings: UrlState;
  readonly urlProblems: ParsedUrl['problems'];
  readonly offeredVerifiers: readonly OfferedVerifier[];
  change(patch: Partial<UrlState>): void;
  restore(url: ParsedUrl): void;
  stop(): void;
  readonly belonging: { enterChapter(): void };
}

export class LessonController {
  readonly #page: LessonHost;
  #isAsked = false;
  /** The lesson that has come. */
  #here: string | null = null;

  constructor(page: LessonHost) {
    this.#page = page;
  }

  /** The reader asks for a lesson: its first chapter sets the page, whatever it was set to. */
  open(name: string): void {
    this.#isAsked = true;
    this.#page.change({ lesson: `${name}:1` });
  }

  leave(): void {
    this.#page.change({ lesson: null });
  }

  /** No lesson is shown any more. */
  close(): void {
    this.#here = null;
  }

  /**
   * Whether a lesson that has come may set the page: a link that brings settings of its own keeps them. The lesson that
   * is there already comes again in another language, and leaves the page as the reader has it.
   */
  takesChapter(name: string): boolean {
    const isNew = name !== this.#here;
    const isAsked = this.#isAsked;
    this.#here = name;
    this.#isAsked = false;
    return isAsked || (isNew && this.#isBare);
  }

  /** The address asked for nothing but a lesson and how the page looks. */
  get #isBare(): boolean {
    const { settings } = this.#page;
    return serialiseUrl(settings) === serialiseUrl(lookOf(settings));
  }

  /** Sets the page as a chapter wants it; how the page looks, and what is hidden or locked, stays. */
  enter(chapter: Readonly<Record<string, string | number>>): void {
    const page = this.#page;
    page.stop();
    const fields = Object.entries(chapter).map(([name, value]) => [name, `${value}`] as const);
    const { state } = parseFields(fields, lookOf(page.settings));
    // A verifier that the site lacks: the lesson says so.
    const isOffered = page.offeredVerifiers.includes(state.verifier);
    const verifier = isOffered ? state.verifier : DEFAULT_STATE.verifier;
    page.restore({
      state: withVerifierOptions({ ...state, verifier }, state.verifierOptions),
      problems: page.urlProblems,
    });
    page.belonging.enterChapter();
  }
}
