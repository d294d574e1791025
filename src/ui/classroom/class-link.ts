/** The link that a teacher gives to a class. */
import { serialiseUrl } from '../../url/serialise';
import { CONTROLS, DEFAULT_STATE, PANELS, type Control, type Panel, type UrlState } from '../../url/fields';

export interface ClassChoice {
  /** `name:chapter` of a lesson, which sets the page; null for the page as it stands. */
  readonly chapter: string | null;
  readonly hide: ReadonlySet<Panel>;
  readonly lock: ReadonlySet<Control>;
  /** The page as it stands begins with its search. */
  readonly runs: boolean;
}

/** @param page the address of the page, whose query is replaced */
export function classLink(settings: UrlState, { chapter, hide, lock, runs }: ClassChoice, page: string): string {
  const left = {
    lang: settings.lang,
    hide: PANELS.filter((panel) => hide.has(panel)),
    lock: CONTROLS.filter((control) => lock.has(control)),
  };
  // A chapter sets the page where its link brings no settings of its own.
  const state: UrlState =
    chapter === null
      ? { ...settings, ...left, autorun: runs, trace: null, lesson: null, embed: false, theme: 'auto' }
      : { ...DEFAULT_STATE, ...left, lesson: chapter };
  return new URL(serialiseUrl(state), page.replace(/[?#].*$/, '')).href;
}
