/** The sentence that says how to search, and the names of what it names, in English. */
import type { Messages } from '../types';

export const settings: Messages['settings'] = {
  heading: 'How to search',
  sentence: {
    greedy: 'Use {strategy}: always write the likeliest token. {verifier} only tints what is written.',
    majority:
      'Use {strategy}: sample {samples} whole {samples|solution|solutions} at temperature {temperature} and take the answer that comes most often. {verifier} only tints what is written.',
    'best-of-n':
      'Use {strategy}: sample {samples} whole {samples|solution|solutions} at temperature {temperature} and let {verifier} pick one.',
    'weighted-vote':
      'Use {strategy}: sample {samples} whole {samples|solution|solutions} at temperature {temperature}, and let each vote for its answer with the score that {verifier} gives it.',
    beam: 'Use {strategy}: at each step sample {samples} {samples|candidate|candidates} at temperature {temperature}, let {verifier} score them, and keep the best {beam}.',
    'distinct-beam':
      'Use {strategy}: at each step draw up to {samples} {samples|candidate|candidates}, no two alike, at temperature {temperature}, let {verifier} score them, and keep the best {beam}.',
    'two-width-beam':
      'Use {strategy}: at each step sample {samples} {samples|candidate|candidates} at temperature {temperature}, let {verifier} score them, and keep the best {beam}; a finished one keeps its place to the end.',
    dvts: 'Use {strategy}: grow {beam} {beam|tree|trees} side by side, {samples} {samples|candidate|candidates} a step in all at temperature {temperature}, and go on in each with the candidate that {verifier} scores highest.',
    rebase:
      'Use {strategy}: sample {samples} {samples|candidate|candidates} at temperature {temperature}, and share the next ones out by the scores that {verifier} gives; the lower the balance temperature, now {balance}, the more the best get.',
    'lookahead-beam':
      'Use {strategy}: at each step sample {samples} {samples|candidate|candidates} at temperature {temperature}, write {lookahead} more {lookahead|step|steps} from each, let {verifier} score where that leads, and keep the best {beam}.',
    'token-guided':
      'Use {strategy}: at each token, let {verifier} weigh the {tokens} likeliest next {tokens|one|ones}, and go on with the best {beam}. Nothing is drawn at random.',
    mcts: 'Use {strategy}: {simulations} {simulations|simulation|simulations}, each of which goes down to a promising step and writes {expansions} {expansions|continuation|continuations} at temperature {temperature}; {verifier} values them, and c = {exploration} says how much to explore.',
  },
  drawnSentence: {
    'token-guided':
      'Use {strategy}: in {beam} {beam|stream|streams}, at each token, let {verifier} weigh the {tokens} likeliest next {tokens|one|ones}, and draw the next by value and policy at temperature {temperature}.',
  },
  backendSentence: 'Random seed {seed}. Computed by {backend}.',
  labels: {
    strategy: 'Strategy',
    verifier: 'Verifier',
    samples: 'Samples (K)',
    beam: 'Beams kept (b)',
    temperature: 'Temperature',
    seed: 'Seed',
    backend: 'Back end',
  },
  strategies: {
    greedy: 'greedy',
    majority: 'majority',
    'best-of-n': 'best-of-n',
    'weighted-vote': 'weighted vote',
    beam: 'beam search',
    'distinct-beam': 'beam search without repeats',
    'two-width-beam': 'beam search with two widths',
    dvts: 'diverse trees (DVTS)',
    rebase: 'reward-balanced search (REBASE)',
    'lookahead-beam': 'beam search with lookahead',
    mcts: 'Monte-Carlo tree search',
    'token-guided': 'token-guided search',
  },
  verifiers: {
    tvm: 'the token-supervised model (TVM)',
    ovm: 'the outcome-supervised model (OVM)',
    'prm-soft': 'step shares (PRM-soft)',
    'prm-hard': 'step reachability (PRM-hard)',
    'prm-valid': 'step correctness (PRM-valid)',
    'implicit-prm': 'the implicit reward model',
    confidence: 'the policy’s confidence',
    entropy: 'the policy’s entropy',
    'self-judgement': 'the model’s own judgement',
    'follow-up': 'what a reader would reply',
    oracle: 'the exact oracle',
    rollouts: 'rollouts of the policy',
    ensemble: 'an ensemble of verifiers',
  },
  shortVerifiers: {
    tvm: 'TVM',
    ovm: 'OVM',
    'prm-soft': 'PRM-soft',
    'prm-hard': 'PRM-hard',
    'prm-valid': 'PRM-valid',
    goal: 'Goal',
    'implicit-prm': 'Implicit PRM',
    confidence: 'Confidence',
    entropy: 'Entropy',
    'self-judgement': 'Self-judgement',
    'follow-up': 'Follow-up',
    oracle: 'Oracle',
    rollouts: 'Rollouts',
    ensemble: 'Ensemble',
  },
  named: { more: '{verifier}, more reading', equal: '{verifier}, equal reading' },
  readings: {
    more: 'It has read more than the policy that it judges, and much of what it knows better comes from that: of labels its numbers say nothing.',
    equal:
      'It began from the policy’s own weights: it has read as much as the policy, and what it knows better comes from its labels. On word problems no label has brought more than the policy’s confidence; in the Game of 24 every one has.',
  },
  verifierNotes: {
    rollouts:
      'Rollouts need no value model: from every token the policy goes on many times, and the value is the share that comes out right. The checker judges them, so this works only where the right answer is known, and it is slow.',
    ensemble:
      'An ensemble trusts where its members agree: the value is the mean of theirs minus λ times their spread, not below 0.',
    'self-judgement':
      'After each step the policy is asked whether all is right so far: the value is its probability of “yes”. Nothing was trained for it.',
    tvm: 'TVM was trained on the share of sampled solutions that came out right from each token on.',
    ovm: 'OVM was trained on whether the whole solution came out right, the same for all its tokens.',
    'prm-soft':
      'PRM-soft was trained step by step: on the share of sampled solutions that came out right after the step, the same for all its tokens.',
    'prm-hard': 'PRM-hard was trained step by step: on whether any sampled solution came out right after the step.',
    'prm-valid':
      'PRM-valid was trained on whether every step so far is correct. A correct step can still lead nowhere, so this answers another question than the value does.',
    'implicit-prm':
      'The implicit reward model is the policy, tuned on outcomes: its score is how much likelier it finds the text than the policy does, as a logarithm. It is not a probability.',
    confidence:
      'The confidence is the policy’s own: how likely its tokens were, on average, as a logarithm. It costs nothing and knows nothing about being right.',
    entropy:
      'The entropy tells how undecided the policy was among its next tokens, on average so far, as a negative number: 0 means that each was certain. It knows nothing about being right.',
    'follow-up':
      'After each step: how much likelier the model finds it that a pleased reader answers than that a displeased one does, in nats a token. It is not a probability, and nothing was trained for it.',
    oracle:
      'The oracle knows the truth: whether 24 can still be reached, or whether every step of a story is right so far. It is not a model: it shows what a perfect verifier would do.',
  },
  backends: { auto: 'whatever is fastest', wasm: 'WebAssembly', webgpu: 'WebGPU' },
  more: 'More settings',
  options: {
    rollouts: 'Rollouts from every token',
    members: 'Made of',
    lambda: 'Weight λ of the spread',
    aggregation: 'Score of a path, from the scores of its steps',
    stopBelow: 'Give a solution up when its value falls below (0: never)',
    maxPolicyTokens: 'Most tokens to write (0: no limit)',
    epsilon: 'Probability below which no token is drawn (ε)',
    balance: 'Balance temperature',
    rounding: 'Rounding of the shares',
    lookahead: 'Steps of lookahead',
    simulations: 'Simulations',
    expansions: 'Continuations of an expansion',
    exploration: 'Exploration constant c',
    tokens: 'Tokens weighed at each place',
    leastProbability: 'Probability below which a token is not weighed',
    policyWeight: 'Weight of the policy’s log-probability',
    next: 'How the next token is chosen',
    avoid: 'A sign that must not be written',
  },
  choices: {
    last: 'the last one',
    min: 'the lowest',
    mean: 'the mean',
    product: 'the product',
    nearest: 'to the nearest',
    up: 'up, best first',
    best: 'the best by value',
    drawn: 'drawn by value and policy',
    none: 'none',
    '+': '+',
    '-': '−',
    '*': '×',
    '/': '÷',
  },
  newSeed: 'Draw a new seed',
  range: '{label}: a number from {min} to {max}.',
  wholeRange: '{label}: a whole number from {min} to {max}.',
  beamMustDivide: 'With K = {samples}, the beams kept can be {fitting}: K is shared evenly among them.',
};
