/** Reading a lesson, which comes with the page. */
import { MAX_LESSON, readLesson } from '../../lessons/schema';
import type { Lesson } from '../../lessons/schema';
import type { FilePort } from '../shell/ports';

/** `name` is a plain word, as the URL's reader made sure. The English file serves where there is none in `lang`. */
export async function fetchLesson(name: string, lang: string, files: FilePort | null): Promise<Lesson | null> {
  for (const language of [lang, 'en']) {
    try {
      const bytes = await files?.read(`lessons/${name}.${language}.json`);
      if (bytes && bytes.length <= MAX_LESSON) return readLesson(new TextDecoder().decode(bytes));
    } catch {
      // The sentence says that the lesson cannot be had.
    }
  }
  return null;
}
