/** The sentences of going through a search in time, of one step of it, and of its outline; in English. */

export const time = {
  heading: 'Moments of the search',
  back: 'One moment back',
  forward: 'One moment forward',
  play: 'Play',
  pause: 'Pause',
  nextPruning: 'Next pruning',
  end: 'To the end',
  live: 'Back to live',
  speed: 'Speed',
  aSecond: '{speed} a second',
  place: 'Moment {at} of {of}:',
  done: 'the search ends',
  changed: 'just changed',
  counts: {
    written: '{count} written',
    scored: '{count} scored',
    finished: '{count} finished',
    kept: '{count} kept',
    pruned: '{count} pruned',
    backedUp: '{count} backed up',
  },
} as const;

export const step = {
  heading: 'Why',
  plot: 'Value by token; dotted lines separate the steps.',
  /** Of a verifier whose numbers are no probabilities. */
  plotScore: 'Score by token; dotted lines separate the steps.',
  plotLine: '{verifier} by token: first {first}, lowest {least}, last {last}.',
  kept: 'Kept: place {rank} of {of}, with {score}.',
  firstPruned: 'Of the {of}, {kept} {kept|was|were} kept; the highest score among the others was {other}.',
  lastKept: 'Of the {of}, {kept} {kept|was|were} kept; the lowest score among them was {other}.',
  pruned: {
    score: 'Pruned: place {rank} of {of}, with {score}.',
    duplicate: 'Pruned: it repeats another candidate of the step, token for token.',
    'not-chosen': 'Not chosen: place {rank} of {of}, with {score}.',
    threshold: 'Given up: its score, {score}, fell below the limit that was set.',
    lookahead: 'Pruned: it was only written to judge the step before it.',
  },
  allocation: 'It gets {allocation} of the next samples.',
  finished: 'Finished: it ends with an answer, and no selection was made after it.',
  undecided: 'Nothing has been decided about it.',
  continued: 'No selection was made here: the search went on from it.',
  ownValue: 'That is the value {verifier} gives its last token.',
  otherScore:
    'The score that decided is {score}, computed from the scores along the path; {verifier} gives the step’s own last token {value}.',
  visits: 'Visited {visits} {visits|time|times}; mean value of the visits {mean}.',
  prior: 'The policy’s prior: {prior}.',
} as const;

export const outline = {
  heading: 'The search as a list',
  empty: 'The steps of a search are listed here.',
  shown: '{shown} of {of} {of|step is|steps are} listed.',
  find: 'Find in the text',
  status: 'Status',
  any: 'any',
  number: 'Number to filter and sort by',
  from: 'from',
  to: 'to',
  order: 'Order',
  orders: { tree: 'as in the tree', highest: 'highest first', lowest: 'lowest first' },
  found: '{count} {count|step is|steps are} found.',
  more: 'List more',
  tokens: '{count} {count|token|tokens}',
  token: 'Token',
  probability: 'Probability',
  alternatives: 'What the policy might have written',
} as const;
