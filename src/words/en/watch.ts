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
  ofFile: 'As the file says; it was not checked here.',
  rightAnswer: 'A right answer:',
  captions: {
    begin: 'The policy begins to write…',
    written: '{written} {written|step|steps} written by the policy.',
    scored: 'The verifier reads along: {scored} {scored|step|steps} scored.',
    finished: '{finished} {finished|solution is|solutions are} finished.',
    selected:
      '{kept} of {of} {kept|is|are} kept, {pruned} {pruned|is|are} pruned: the search goes on from what is kept.',
    kept: '{kept} {kept|is|are} kept, none is pruned.',
    pruned: '{pruned} {pruned|is|are} pruned.',
    backedUp: 'The values go back up the tree: {backedUp} {backedUp|step|steps} updated.',
    done: 'The search ends; the marked path leads to its answer.',
    none: 'The search ends without an answer.',
  },
  skip: 'Skip to the end',
  unplayed: 'all at once',
} as const;
