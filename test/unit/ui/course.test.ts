import { beforeEach, describe, expect, it, vi } from 'vitest';
import { Course, type Classroom } from '../../../src/ui/lessons/course.svelte';
import type { OfferedVerifier, UrlState } from '../../../src/url/fields';
import { parseUrl, type ParsedUrl } from '../../../src/url/parse';

class Page implements Classroom {
  settings: UrlState;
  urlProblems: ParsedUrl['problems'];
  offeredVerifiers: readonly OfferedVerifier[] = ['tvm', 'ovm', 'confidence'];
  readonly stop = vi.fn();
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
let course: Course;
const open = (query: string): void => {
  page = new Page(query);
  course = new Course(page);
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
    expect(course.takesChapter('tour')).toBe(takes);
  });

  it('may once: in another language it comes again, and the page stays as it is', () => {
    open('?lesson=tour:1');
    expect(course.takesChapter('tour')).toBe(true);
    page.change({ lang: 'es' });
    expect(course.takesChapter('tour')).toBe(false);
    // Another lesson is another matter, and so is this one after it was left.
    expect(course.takesChapter('stories')).toBe(true);
    course.close();
    expect(course.takesChapter('stories')).toBe(true);
  });

  it('may once where the reader asked for it, whatever the settings', () => {
    open('?seed=5');
    course.open('tour');
    expect(page.settings.lesson).toBe('tour:1');
    expect(course.takesChapter('tour')).toBe(true);
    expect(course.takesChapter('tour')).toBe(false);
    course.leave();
    expect(page.settings.lesson).toBeNull();
  });
});

describe('a chapter', () => {
  it('sets the page, ends what runs, and keeps how the page looks', () => {
    open('?lesson=tour:2&seed=5&samples=40&lang=zh&theme=dark&lock=seed');
    course.enter({ verifier: 'ovm', seed: 3, view: 'compare' });
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
    course.enter({ verifier: 'prm-hard' });
    expect(page.settings.verifier).toBe('tvm');
    expect(page.urlProblems).toBe(complaints);
  });
});
