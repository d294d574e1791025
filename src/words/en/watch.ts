/** The sentences of a search that is watched: the line above the tree, and what is true of it; in English. */

export const watch = {
  staleOf: 'Search of {problem}',
  staleRun: 'press Run for the new problem',
  show: 'Show what is true',
  showWorst: 'Show me where {verifier} is most wrong',
  worst: {
    0: '{verifier} gives {value} here, and no right answer can follow.',
    1: '{verifier} gives {value} here, and the answer is right.',
  },
  truths: {
    right: 'right',
    wrong: 'wrong',
    open: 'can still become right',
    hopeless: 'hopeless: no right answer can follow',
    broken: 'breaks a rule, here or before',
  },
  verdicts: { right: 'right', wrong: 'wrong' },
  key: {
    right: 'right',
    wrong: 'wrong',
    open: 'can still become right',
    hopeless: 'hopeless',
    broken: 'breaks a rule',
  },
  parted: 'the verifier is far from the truth',
  keyParted: 'verifier far off',
  onlyKnown: 'Of this task only answers and equations can be checked.',
  rightAnswer: 'A right answer:',
} as const;
