/** Arithmetic word problems as a task like any other. */
import { STANDARD_PARAMETERS } from '../../core/search-parameters';
import type { GalleryProblem, Task, TaskProblem } from '../task';
import { NUMBERED_STEPS, STEP_END } from '../written';
import { answerOf, firstError, judge, oracleValue } from './checker';
import { prepare, reword } from './everyday';
import { generateStory } from './generator';
import { storyData, storyMessage } from './messages';
import { isSentence, MAX_TEXT, parseStory, type StoryProblem } from './parser';
import { neededSteps, type Solved } from './solver';
import { ALL_LEVELS, measuredStory, ownStories, splitSize, storyAt } from './splits';
import { formatStory, type Story } from './story';
import { words } from './words.en';

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
    // Whatever was written rightly, the rest can be as well.
    isExact: true,
    rightAnswer: () => `${solved.answer}`,
  };
}

/** The story may be told in words that are not the grammar's. */
const inOtherWords = ({ code }: StoryProblem): boolean =>
  code === 'unknown-sentence' || code === 'unknown-word' || code === 'not-stated' || code === 'no-question';

/** Of the stories from which test stories are drawn, after the last of those that are measured on. */
const GALLERY_LEVELS = [1, 2, 3, 4, 5, 6, 8];
const AFTER_TEST = 1000;

/** Of the gallery's stories, which go from one step to eight. */
const DEFAULT_LEVEL = 3;

let made: readonly GalleryProblem[] | null = null;

/** Made when it is first asked for: a story takes a while to be drawn. */
const gallery = (): readonly GalleryProblem[] =>
  (made ??= GALLERY_LEVELS.map((level) => ({
    text: formatStory(storyAt('test', level, AFTER_TEST).story),
    origin: 'held-out',
    level,
  })));

export const wordProblems: Task = {
  id: 'word-problems',
  words,
  languages: ['es', 'zh'],
  // A story takes up to eight steps and the answer; a search may write a few that it does not need.
  defaults: { ...STANDARD_PARAMETERS, maxSteps: 16 },
  hubPrompt: NUMBERED_STEPS,
  hubExamples: [
    {
      question:
        'Ben has 6 marbles. Carla has 2 times as many marbles as Ben. Anna has as many marbles as Ben and Carla together. How many marbles does Anna have?',
      solution:
        "Carla's marbles: Ben's marbles 6 * 2 = 12\nAnna's marbles: Ben's marbles 6 + Carla's marbles 12 = 18\nThe answer is 18",
    },
    {
      question: 'Elena has 14 vases. Nora has 5 fewer vases than Elena. How many vases does Nora have?',
      solution: "Nora's vases: Elena's vases 14 - 5 = 9\nThe answer is 9",
    },
  ],
  stepEnd: STEP_END,
  isTrained: true,
  suitsChat: true,
  isText: true,
  get defaultProblem() {
    return gallery().find(({ level }) => level === DEFAULT_LEVEL)!.text;
  },
  levels: ALL_LEVELS,
  maxText: MAX_TEXT,
  get gallery() {
    return gallery();
  },
  prepare,
  parse(text) {
    const parsed = parseStory(text);
    if (parsed.ok) return { ok: true, problem: problemOf(parsed.story, parsed.solved) };
    let { problem } = parsed;
    let guess: string | null = null;
    if (inOtherWords(problem)) {
      const reworded = reword(text);
      if (reworded.ok) {
        const { isGuessed = false, times = 1, standIns = [] } = reworded;
        const read = { isReworded: true, isGuessed, times, standIns };
        return { ok: true, problem: { ...problemOf(reworded.story, reworded.solved), ...read } };
      }
      // A sentence of the grammar is not at fault, nor is a question that has only lost its mark.
      const { refusal } = reworded;
      guess = reworded.guess ?? null;
      if (problem.code !== 'no-question' && (refusal.code !== 'unread-sentence' || !isSentence(refusal.sentence)))
        problem = refusal;
    }
    return {
      ok: false,
      code: problem.code,
      data: storyData(problem),
      message: storyMessage(problem),
      ...(guess !== null && { guess }),
    };
  },
  generate: (rng, level = 3) => formatStory(generateStory(rng, level).story),
  splitSize: (split, levels = ALL_LEVELS) => splitSize(split, levels),
  splitProblem: (split, index, levels = ALL_LEVELS) => formatStory(measuredStory(split, index, levels).story),
  trainingProblems: (count, seed, levels = ALL_LEVELS) => ownStories(count, seed, levels).map(formatStory),
  // There are more stories than anybody could list.
  originOf: ({ text }) => (gallery().some((known) => known.text === text) ? 'held-out' : null),
};
