/** Fetching a lesson, which lies on this site. */
import { MAX_LESSON, readLesson } from '../lessons/schema';
import type { Lesson } from '../lessons/schema';

/** `name` is a plain word, as the URL's reader made sure. The English file serves where there is none in `lang`. */
export async function fetchLesson(name: string, lang: string, page: string): Promise<Lesson | null> {
  for (const language of [lang, 'en']) {
    const url = new URL(`lessons/${name}.${language}.json`, page.replace(/[?#].*$/, ''));
    try {
      const response = await fetch(url);
      if (!response.ok || Number(response.headers.get('Content-Length') ?? 0) > MAX_LESSON) continue;
      return readLesson(await response.text());
    } catch {
      // Offline, or a page that stands alone: the sentence says that the lesson cannot be had.
    }
  }
  return null;
}
