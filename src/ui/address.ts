/**
 * The address bar holds the settings, and Back brings earlier ones: a change right after a run, a visit or another
 * chapter begins a new entry; changes after that one, such as letters that are typed, go on in it.
 */
export interface Place {
  readonly search: string;
  readonly pathname: string;
}
export type Past = Pick<History, 'pushState' | 'replaceState' | 'state'>;

export class AddressBar {
  readonly #past: Past;
  readonly #place: () => Place;
  #isSettled = false;
  #lesson: string | null;

  constructor(past: Past, place: () => Place, lesson: string | null) {
    this.#past = past;
    this.#place = place;
    this.#lesson = lesson;
  }

  /** What stands there now is a place to come back to. */
  settle(): void {
    this.#isSettled = true;
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
