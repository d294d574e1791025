/** Lessons on the page: which one the reader asked for, how a chapter sets the page, and what it leaves in sight. */
import { spokenOf } from '../../lessons/schema';
import type { Chapter, Lesson, Spoken } from '../../lessons/schema';
import { DEFAULT_STATE, lessonPlace } from '../../url/fields';
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
  #lesson = $state.raw<Lesson | null>(null);
  #isMissing = $state(false);

  constructor(page: LessonHost) {
    this.#page = page;
  }

  readonly #place = $derived.by(() => lessonPlace(this.#page.settings.lesson));

  get lesson(): Lesson | null {
    return this.#place && this.#lesson;
  }
  /** Its file could not be had. */
  get isMissing(): boolean {
    return this.#isMissing;
  }
  /** The chapter's number, from 1; the last one where the address asks for more. */
  get at(): number {
    return Math.min(this.lesson?.chapters.length ?? 0, this.#place?.chapter ?? 1);
  }
  get chapter(): Chapter | null {
    return this.lesson?.chapters[this.at - 1] ?? null;
  }

  /** What the reader's language has of the lesson; null where nothing has. */
  take(lesson: Lesson | null): void {
    this.#lesson = lesson;
    this.#isMissing = lesson === null;
  }

  /** Whether the settings are to be at hand: beside a chapter, only those that it speaks of. */
  speaksOf(...settings: readonly Spoken[]): boolean {
    if (!this.#place || this.#isMissing) return true;
    const { chapter } = this;
    return chapter !== null && spokenOf(chapter).some((name) => settings.includes(name));
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
    this.#lesson = null;
    this.#isMissing = false;
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
