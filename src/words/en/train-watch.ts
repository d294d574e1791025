/** The sentences of the problem that is watched while verifiers learn, in English. */
export const trainWatch = {
  heading: 'See it learn',
  choosing: 'Looking for a held-out problem to watch: {tried} of {of} tried.',
  problem: 'Problem {number} of the test split, which no verifier learns from: {problem}',
  written:
    'The policy wrote {count} {count|solution|solutions} of it before the learning began, {right} of them right. What they have in common stands once. A token’s tint is what the verifier says after it: how probable a right answer is.',
  waiting: 'The tints come when the learning begins.',
  rolling: 'Going on from the ends of steps, to know the truth there: {done} of {of} done.',
  tree: 'The solutions, step by step',
  verifier: 'The verifier that tints',
  scrubber: 'Step of learning',
  place: 'Step {step} of {of}',
  before: 'Before the first step',
  ends: 'Mean value where the solutions end: {right} of right ones, {wrong} of wrong ones.',
  play: 'Play the learning',
  pause: 'Pause',
  follow: 'Newest',
  right: 'right',
  wrong: 'wrong',
  values: 'Show its values below',
  value: 'Value {value}.',
  valuesHeading: 'Values along one solution',
  valuesNote:
    'Along the solution that is framed in the tree ({verdict}, written {count} {count|time|times}). Press “right” or “wrong” at the end of another one to see that.',
  valuesLabel: 'Values by token of a solution that is {verdict}: {lines}; and the truth where steps end',
  token: 'token',
  valueAxis: 'value',
  step: 'Step',
  truthName: 'truth, by rollouts',
  truth: '{share} ({right} of {of}; 95% interval {low} to {high})',
  truthNote:
    'The truth where a step ends: from there the policy goes on {rollouts} times, and this share of it ends right, with Wilson’s 95% interval. Where the solution ends, its verdict is the truth. It is of the policy alone, and no verifier is told it.',
  otherNote:
    'This verifier is told another thing than that share: whether any continuation ends right, or whether every step so far is right.',
} as const;
