/** Arithmetic word problems as a task like any other. */
import type { GalleryProblem, Task, TaskProblem } from '../task';
import { answerOf, firstError, judge, oracleValue } from './checker';
import { generateStory } from './generator';
import { storyData, storyMessage } from './messages';
import { MAX_TEXT, parseStory } from './parser';
import { neededSteps, type Solved } from './solver';
import { ALL_LEVELS, measuredStory, splitSize, storyAt } from './splits';
import { formatStory, type Story } from './story';

function problemOf(story: Story, solved: Solved): TaskProblem {
  const text = formatStory(story);
  return {
    text,
    prompt: `${text}\n`,
    warning: null,
    hasAnswer: true,
    level: neededSteps(solved).length,
    answerOf,
    judge: (solution) => judge(solved, solution),
    firstError: (solution) => firstError(solved, solution),
    oracle: oracleValue(solved),
  };
}

/** Of the stories from which test stories are drawn, after the last of those that are measured on. */
const GALLERY_LEVELS = [1, 2, 3, 4, 5, 6, 8];
const AFTER_TEST = 1000;

let gallery: readonly GalleryProblem[] | null = null;

export const wordProblems: Task = {
  id: 'word-problems',
  levels: ALL_LEVELS,
  maxText: MAX_TEXT,
  get gallery() {
    gallery ??= GALLERY_LEVELS.map((level) => ({
      text: formatStory(storyAt('test', level, AFTER_TEST).story),
      origin: 'held-out',
      level,
    }));
    return gallery;
  },
  parse(text) {
    const parsed = parseStory(text);
    if (parsed.ok) return { ok: true, problem: problemOf(parsed.story, parsed.solved) };
    const { problem } = parsed;
    return { ok: false, code: problem.code, data: storyData(problem), message: storyMessage(problem) };
  },
  generate: (rng, level = 3) => formatStory(generateStory(rng, level).story),
  splitSize: (split, levels = ALL_LEVELS) => splitSize(split, levels),
  splitProblem: (split, index, levels = ALL_LEVELS) => formatStory(measuredStory(split, index, levels).story),
};
