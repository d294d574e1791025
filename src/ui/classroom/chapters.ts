/** The chapters that a teacher can choose from. */
import type { Lesson } from '../../lessons/schema';
import { LESSONS, lessonPlace } from '../../url/fields';
import { fetchLesson } from '../lessons/fetch-lesson';
import type { FilePort } from '../shell/ports';

export interface LessonChapters {
  readonly title: string;
  /** `place` as the address has it: `name:chapter`. */
  readonly chapters: readonly { readonly place: string; readonly title: string }[];
}

const listOf = (name: string, { title, chapters }: Lesson): LessonChapters => ({
  title,
  chapters: chapters.map((chapter, i) => ({ place: `${name}:${i + 1}`, title: `${i + 1}. ${chapter.title}` })),
});

/** Of the site's own lessons and of the one that is open, those that can be had. */
export async function listChapters(
  open: string | null,
  lang: string,
  files: FilePort | null,
): Promise<readonly LessonChapters[]> {
  const names = new Set<string>([...LESSONS, ...(lessonPlace(open) ? [lessonPlace(open)!.name] : [])]);
  const found = await Promise.all(
    [...names].map(async (name) => {
      const lesson = await fetchLesson(name, lang, files);
      return lesson ? [listOf(name, lesson)] : [];
    }),
  );
  return found.flat();
}
