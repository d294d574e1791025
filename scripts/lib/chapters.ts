/** What the chapters of the site's lessons set the page to. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readLesson } from '../../src/lessons/schema';
import { DEFAULT_STATE, LESSONS } from '../../src/url/fields';
import { parseFields } from '../../src/url/parse';
import { recordingKey } from '../../src/url/recording-key';
import { ROOT } from './run.mjs';

/** The recording key of every chapter, in order. */
export function chapterKeys(): string[] {
  return LESSONS.flatMap((name) => {
    const lesson = readLesson(readFileSync(join(ROOT, 'public', 'lessons', `${name}.en.json`), 'utf8'));
    if (!lesson) throw new Error(`public/lessons/${name}.en.json is no lesson.`);
    return lesson.chapters.map(({ state }) => {
      const fields = Object.entries(state).map(([field, value]) => [field, `${value}`] as const);
      return recordingKey(parseFields(fields, DEFAULT_STATE).state);
    });
  });
}
