/**
 * The address bar holds the settings, and Back brings earlier ones: a change right after a run, a visit or another
 * chapter begins a new entry; changes after that one, such as letters that are typed, go on in it.
 */
export interface PageAddress {
  readonly search: string;
  readonly pathname: string;
}
export type Past = Pick<History, 'pushState' | 'replaceState' | 'state'>;

export class AddressBar {
  readonly #past: Past;
  readonly #place: () => PageAddress;
  #isSettled = false;
  #lesson: string | null;
  #due: readonly [query: string, lesson: string | null] | null = null;

  constructor(past: Past, place: () => PageAddress, lesson: string | null) {
    this.#past = past;
    this.#place = place;
    this.#lesson = lesson;
  }

  /** What stands there now is a place to come back to. */
  settle(): void {
    this.flush();
    this.#isSettled = true;
  }

  /** Writes in a task of its own, since a browser takes long over it: the newest of what is asked for until then. */
  writeSoon(query: string, lesson: string | null): void {
    if (!this.#due) setTimeout(() => this.flush());
    this.#due = [query, lesson];
  }

  /** Writes what is due. */
  flush(): void {
    const due = this.#due;
    this.#due = null;
    if (due) this.write(...due);
  }

  /** The reader went to another entry: what was due belongs to the one before. */
  forget(): void {
    this.#due = null;
  }

  write(query: string, lesson: string | null): void {
    const isOtherChapter = lesson !== this.#lesson;
    this.#lesson = lesson;
    const { search, pathname } = this.#place();
    if (query === search) return;
    const isNew = this.#isSettled || isOtherChapter;
    try {
      this.#past[isNew ? 'pushState' : 'replaceState'](this.#past.state, '', query || pathname);
      this.#isSettled = false;
    } catch {
      // A sandboxed frame may not change its address, and a browser may refuse very frequent changes.
    }
  }
}
