import { beforeEach, describe, expect, it, vi } from 'vitest';
import { LessonController, type LessonHost } from '../../../src/ui/lessons/lesson-controller.svelte';
import type { OfferedVerifier, UrlState } from '../../../src/url/fields';
import { parseUrl, type ParsedUrl } from '../../../src/url/parse';

class Page implements LessonHost {
  settings: UrlState;
  urlProblems: ParsedUrl['problems'];
  offeredVerifiers: readonly OfferedVerifier[] = ['tvm', 'ovm', 'confidence'];
  readonly stop = vi.fn();
  readonly belonging = { enterChapter: vi.fn() };
  constructor(query: string) {
    ({ state: this.settings, problems: this.urlProblems } = parseUrl(query));
  }
  change(patch: Partial<UrlState>): void {
    this.settings = { ...this.settings, ...patch };
  }
  restore({ state, problems }: ParsedUrl): void {
    this.settings = state;
    this.urlProblems = problems;
  }
}

let page: Page;
let lessons: LessonController;
const open = (query: string): void => {
  page = new Page(query);
  lessons = new LessonController(page);
};
beforeEach(() => open(''));

describe('whether a lesson that has come may set the page', () => {
  it.each([
    ['?lesson=tour:1', true],
    ['?lesson=tour:1&lang=es&theme=dark&lock=seed&hide=notes', true],
    ['?lesson=tour:1&seed=5', false],
    ['?lesson=tour:1&problem=1+2+3+4', false],
  ])('%s: %s', (query, takes) => {
    open(query);
    expect(lessons.takesChapter('tour')).toBe(takes);
  });

  it('may once: in another language it comes again, and the page stays as it is', () => {
    open('?lesson=tour:1');
    expect(lessons.takesChapter('tour')).toBe(true);
    page.change({ lang: 'es' });
    expect(lessons.takesChapter('tour')).toBe(false);
    // Another lesson is another matter, and so is this one after it was left.
    expect(lessons.takesChapter('stories')).toBe(true);
    lessons.close();
    expect(lessons.takesChapter('stories')).toBe(true);
  });

  it('may once where the reader asked for it, whatever the settings', () => {
    open('?seed=5');
    lessons.open('tour');
    expect(page.settings.lesson).toBe('tour:1');
    expect(lessons.takesChapter('tour')).toBe(true);
    expect(lessons.takesChapter('tour')).toBe(false);
    lessons.leave();
    expect(page.settings.lesson).toBeNull();
  });
});

describe('a chapter', () => {
  it('sets the page, ends what runs, and keeps how the page looks', () => {
    open('?lesson=tour:2&seed=5&samples=40&lang=zh&theme=dark&lock=seed');
    lessons.enter({ verifier: 'ovm', seed: 3, view: 'compare' });
    expect(page.stop).toHaveBeenCalledOnce();
    const { verifier, view, lang, theme, lesson, lock, parameters } = page.settings;
    expect({ verifier, view, lang, theme, lesson, lock }).toEqual({
      ...{ verifier: 'ovm', view: 'compare', lang: 'zh', theme: 'dark', lesson: 'tour:2', lock: ['seed'] },
    });
    expect(parameters).toMatchObject({ seed: 3, samples: 20 });
  });

  it('takes the default where the site lacks its verifier, and keeps the complaints about the address', () => {
    open('?lesson=tour:2&seed=never');
    const complaints = page.urlProblems;
    expect(complaints).toHaveLength(1);
    lessons.enter({ verifier: 'prm-hard' });
    expect(page.settings.verifier).toBe('tvm');
    expect(page.urlProblems).toBe(complaints);
  });
});
