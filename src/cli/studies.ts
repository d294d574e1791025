/** The studies of `npm run -s study`: what is trained, and of which two the difference is told. */
import type { TaskId } from '../core/ids';
import { DEFAULT_REQUEST, type Teaching } from '../protocol/train';

/** One configuration of the workshop; every seed trains it anew. */
export interface Cell {
  readonly name: string;
  readonly request: Teaching;
}

/** A verifier of a cell: the cell's name, and the rule that it was told by. */
export type Line = `${string}/${string}`;

export interface Study {
  readonly question: string;
  readonly task: TaskId;
  readonly cells: readonly Cell[];
  /** What the second has more of than the first, which may also be one that cost no training, as `confidence`. */
  readonly pairs: readonly (readonly [Line | 'confidence' | 'tvm', Line])[];
}

/** Tested by samples of 60 held-out problems, and by search on the first 100. */
const TESTED = { testProblems: 60, searchProblems: 100 } as const;
const WORDS: Teaching = { ...DEFAULT_REQUEST, ...TESTED, levels: [1, 3], testLevels: [1, 3], start: 'trunk' };

const GAME: Teaching = { ...DEFAULT_REQUEST, ...TESTED, levels: null, testLevels: null, start: 'policy' };

/** One solution of a problem in a batch, where the two rules can differ at all: see docs/workshop.md. */
const supervision = (task: TaskId, base: Teaching): Study => {
  const counts = [1, 4, 16];
  const cells = counts.map((samples): Cell => {
    return { name: `${samples} samples`, request: { ...base, samples, rules: ['tvm', 'ovm'], together: 1 } };
  });
  return {
    question: 'Does token supervision bring more than the outcome alone?',
    ...{ task, cells, pairs: cells.map(({ name }) => [`${name}/ovm`, `${name}/tvm`] as const) },
  };
};

const noise = (task: TaskId, base: Teaching): Study => {
  const cells = [0, 0.1, 0.2, 0.4].map((flip): Cell => ({
    name: `${flip * 100}% flipped`,
    request: { ...base, flip },
  }));
  const [clean, ...noisy] = cells;
  return {
    question: 'How much noise in the outcomes does a verifier bear?',
    ...{ task, cells, pairs: noisy.map(({ name }) => [`${clean!.name}/tvm`, `${name}/tvm`] as const) },
  };
};

export const STUDIES: Readonly<Record<string, Study>> = {
  'supervision-game24': supervision('game24', { ...GAME, steps: 100 }),
  'supervision-word-problems': supervision('word-problems', WORDS),
  'noise-game24': noise('game24', { ...GAME, samples: 8, steps: 200 }),
  'noise-word-problems': noise('word-problems', WORDS),
  'easy-to-hard': {
    question: 'Does what was learned on easy problems help on harder ones?',
    task: 'word-problems',
    cells: [
      { name: 'level 1', request: { ...WORDS, levels: [1, 1], testLevels: [2, 4] } },
      { name: 'levels 1-4', request: { ...WORDS, levels: [1, 4], testLevels: [2, 4] } },
    ],
    pairs: [['level 1/tvm', 'levels 1-4/tvm']],
  },
  'equal-reading': {
    question: 'How much of it is what the trunk has read?',
    task: 'word-problems',
    cells: [
      { name: 'policy', request: { ...WORDS, start: 'policy' } },
      { name: 'trunk', request: WORDS },
    ],
    pairs: [
      ['policy/tvm', 'trunk/tvm'],
      ['confidence', 'policy/tvm'],
      ['confidence', 'trunk/tvm'],
    ],
  },
  // From one, five and twenty minutes of one core: the times are measured, and these numbers chosen to come near.
  minutes: {
    question: 'What do one, five and twenty minutes give?',
    task: 'game24',
    cells: [
      { name: '1 minute', request: { ...GAME, problems: 160, samples: 4, steps: 200 } },
      { name: '5 minutes', request: { ...GAME, problems: 400, samples: 8, steps: 1000 } },
      { name: '20 minutes', request: { ...GAME, problems: 400, samples: 32, steps: 4500 } },
    ],
    pairs: [
      ['confidence', '1 minute/tvm'],
      ['confidence', '5 minutes/tvm'],
      ['confidence', '20 minutes/tvm'],
      ['1 minute/tvm', '5 minutes/tvm'],
      ['5 minutes/tvm', '20 minutes/tvm'],
    ],
  },
};
