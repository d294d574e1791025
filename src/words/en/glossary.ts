/** The page’s terms, each with one meaning, in English. */
import type { Glossary } from '../terms';

export const glossary: Glossary = {
  heading: 'Glossary',
  close: 'Close',
  terms: {
    policy: {
      name: 'Policy',
      text: 'The language model that writes: given a beginning, it says how likely each next token is.',
    },
    token: {
      name: 'Token',
      text: 'The smallest piece that the policy writes at a time: here a number, a sign, or part of a word.',
    },
    prefix: { name: 'Prefix', text: 'The problem and everything that was written after it so far.' },
    step: { name: 'Step', text: 'A line of a solution. Each box of the tree is one step.' },
    candidate: {
      name: 'Candidate',
      text: 'A continuation that was sampled. Equal ones are drawn as one box, with ×2, ×3 and so on.',
    },
    logprob: {
      name: 'Log-probability (ln)',
      text: 'The natural logarithm of how likely the policy was to write a token; 0 is certain.',
    },
    temperature: {
      name: 'Temperature',
      text: 'How freely the policy draws: at 0 always the likeliest token; at 1 as likely as it says.',
    },
    seed: { name: 'Seed', text: 'The number from which all chance is drawn: the same seed gives the same search.' },
    alternatives: {
      name: 'Alternatives',
      text: 'What the policy might have written in place of a token, with how likely each was. In the address: p.alternatives.',
    },
    checker: {
      name: 'Checker',
      text: 'Exact arithmetic that judges an answer, and every step, once the search is over. No search sees it.',
    },
    legal: {
      name: 'Legal',
      text: 'A step that keeps to the rules: its arithmetic is right, and it uses what there is. It can still lead nowhere.',
    },
    verifier: {
      name: 'Verifier',
      text: 'What judges a prefix with a number and so steers the search. It is not the checker.',
    },
    value: { name: 'Value', text: 'The verifier’s estimate, from 0 to 1, that the final answer will be right.' },
    pruned: { name: 'Pruned', text: 'Dropped: the search does not go on from there.' },
    budget: {
      name: 'Budget',
      text: 'What a search costs: tokens that the policy wrote, tokens that the value model read, and seconds.',
    },
    beam: { name: 'Beam', text: 'The prefixes that a search goes on with: of K candidates, the b that score best.' },
    samples: { name: 'K', text: 'How many candidates a step gets in all; of whole solutions, how many are sampled.' },
    rollout: {
      name: 'Rollout',
      text: 'A solution that is sampled to its end. Many from one place tell how often it ends right.',
    },
    greedy: { name: 'Greedy', text: 'One path: always the likeliest token. Nothing is searched.' },
    majority: {
      name: 'Majority',
      text: 'K whole solutions are sampled, and the answer that comes most often wins. No verifier is asked.',
    },
    'best-of-n': {
      name: 'Best-of-N',
      text: 'N whole solutions are sampled, and the verifier picks the one that it scores highest. N is K here.',
    },
    'weighted-vote': {
      name: 'Weighted vote',
      text: 'K whole solutions are sampled; each votes for its answer with its score.',
    },
    'beam-search': {
      name: 'Beam search',
      text: 'At each step K candidates are sampled, equally many from each kept prefix; the b that score best go on.',
    },
    'distinct-beam': {
      name: 'Without repeats',
      text: 'Beam search whose candidates are drawn without replacement: no two of a prefix are the same, so no token is spent on writing a step again.',
    },
    epsilon: {
      name: 'ε',
      text: 'In beam search without repeats: tokens to which the policy gives less are not drawn. At 0 even the unlikeliest steps have their turn, and a verifier is fooled by some of them.',
    },
    'two-width-beam': {
      name: 'Two widths',
      text: 'Beam search in which a finished solution keeps its place to the end, so that fewer prefixes go on.',
    },
    dvts: {
      name: 'DVTS',
      text: 'Diverse verifier tree search: b trees grow side by side, each from its own best candidate, so that not all go the same way.',
    },
    rebase: {
      name: 'REBASE',
      text: 'Reward-balanced search: the next samples are shared out among all open prefixes by their scores; the better a score, the larger the share.',
    },
    balance: {
      name: 'Balance temperature',
      text: 'In REBASE: near 0 the best prefix gets almost all samples; the higher, the more alike the shares.',
    },
    rounding: {
      name: 'Rounding',
      text: 'How REBASE makes whole numbers of the shares: to the nearest, or up with the best first.',
    },
    lookahead: {
      name: 'Lookahead',
      text: 'Each candidate is judged by where it leads: some more steps are written from it, only to score their end.',
    },
    mcts: {
      name: 'MCTS',
      text: 'Monte-Carlo tree search: each simulation goes down to a promising step, writes continuations, and passes what they are worth back up the tree.',
    },
    simulations: { name: 'Simulation', text: 'One round of MCTS: down, write, value, back up.' },
    expansions: {
      name: 'Continuations',
      text: 'How many continuations a simulation of MCTS writes from the step that it reaches.',
    },
    exploration: {
      name: 'c',
      text: 'How much MCTS is drawn to steps that it has seldom visited: at 0 only the best so far counts.',
    },
    visits: { name: 'Visits, N', text: 'How many simulations of MCTS have passed through a step.' },
    q: { name: 'Q', text: 'The mean of the values that MCTS has passed back up to a step.' },
    'token-guided': {
      name: 'Token-guided',
      text: 'The verifier weighs the likeliest next tokens at every token, not only at the ends of steps.',
    },
    tokens: {
      name: 'Tokens weighed',
      text: 'How many of the likeliest next tokens the verifier weighs at each place.',
    },
    leastProbability: {
      name: 'Least probability',
      text: 'Tokens that the policy finds less likely than this are not weighed.',
    },
    policyWeight: {
      name: 'Weight of the policy',
      text: 'How much of the token’s log-probability is added to its value.',
    },
    next: {
      name: 'Next token',
      text: 'Token-guided search takes the best, or draws: a token comes as often as the policy would write it, times its value.',
    },
    avoid: { name: 'Sign to avoid', text: 'Token-guided search never writes it: a rule that holds for certain.' },
    aggregation: {
      name: 'Score of a path',
      text: 'How the scores of the steps make one: the last, the lowest, the mean or the product.',
    },
    stopBelow: { name: 'Give up below', text: 'A solution whose value falls below this is not written to its end.' },
    maxPolicyTokens: { name: 'Most tokens', text: 'No step begins once the policy has written so many tokens.' },
    topK: {
      name: 'Top k',
      text: 'The policy draws among its k likeliest tokens only; 0 is among all. In the address: p.topK.',
    },
    maxSteps: { name: 'Most steps', text: 'A solution is cut after so many steps. In the address: p.maxSteps.' },
    maxStepTokens: {
      name: 'Most tokens of a step',
      text: 'A step is cut after so many tokens. In the address: p.maxStepTokens.',
    },
    lambda: {
      name: 'λ',
      text: 'In an ensemble: how much is taken off for each bit that its members disagree. At 0 the value is their mean.',
    },
    members: { name: 'Members', text: 'The verifiers that an ensemble is made of.' },
    'held-out': {
      name: 'Held out',
      text: 'Kept apart: no training has seen it, so it shows what the models can do with something new.',
    },
    'pass-k': {
      name: 'pass@K',
      text: 'How likely at least one of K sampled solutions is right: what a perfect verifier would reach by choosing among them.',
    },
    calibration: {
      name: 'Calibration',
      text: 'A verifier is calibrated when its numbers come true: of all that it gives 0.8, eight in ten end right.',
    },
    'calibration-error': {
      name: 'Expected calibration error',
      text: 'The mean distance between what a verifier says and what comes true, over groups of equal count; 0 is perfect.',
    },
    brier: {
      name: 'Brier score',
      text: 'The mean squared distance between a value and the outcome, 1 or 0. 0 is perfect; to say 0.5 always gives 0.25.',
    },
    wilson: {
      name: 'Wilson',
      text: 'An interval: where the true share lies, with 95% confidence, given so many right of so many; it never leaves 0 to 1.',
    },
    variance: {
      name: 'Variance',
      text: 'How far the rows of training data contradict each other about one beginning: 0 where all say the same, 0.25 where half say 1 and half 0.',
    },
    label: { name: 'Label', text: 'What a verifier is told of a token while it learns: a number from 0 to 1.' },
    'label-rule': {
      name: 'Label rule',
      text: 'How labels are made of sampled solutions and of what the teacher says of them. TVM and OVM are two.',
    },
    'prm-soft': {
      name: 'PRM-soft',
      text: 'A label rule: at the end of a step, the share of the sampled solutions that begin so and end right.',
    },
    'prm-hard': {
      name: 'PRM-hard',
      text: 'A label rule: at the end of a step, 1 if any sampled solution that begins so ends right, else 0.',
    },
    'prm-valid': {
      name: 'PRM-valid',
      text: 'A label rule: at the end of a step, 1 while no step has been wrong, else 0.',
    },
    goal: {
      name: 'Goal',
      text: 'A label rule without labels: a token’s value is how like the model’s state there is to its states late in right solutions.',
    },
    'linear-head': {
      name: 'Linear head',
      text: 'A value head that weighs each number inside the model once and adds them up. With few weights it learns from few solutions, and sees only what such a sum shows.',
    },
    'mlp-head': {
      name: 'MLP head',
      text: 'A value head with a layer of 128 units before its sum: it can combine the numbers inside the model. With many more weights it needs more solutions, or it learns them by heart.',
    },
    teacher: {
      name: 'Teacher of a verifier',
      text: 'Who says which sampled solutions, and which of their steps, are right: the checker, or a verifier in its place.',
    },
    consensus: {
      name: 'Consensus',
      text: 'Only those solutions are learned from on whose first wrong step the checker and sampling agree.',
    },
    'weak-to-strong': {
      name: 'Weak to strong',
      text: 'A verifier learns from another’s judgement in the place of the truth, and may come to judge better than it.',
    },
    verdict: { name: 'Verdict', text: 'What the teacher says of a whole solution: right or wrong.' },
    trunk: {
      name: 'Trunk',
      text: 'The layers that this site’s verifiers share. They are frozen while a verifier is trained, and have read more than the policy.',
    },
    start: {
      name: 'Start of a training',
      text: 'Whose weights the frozen layers have: the trunk’s, or the policy’s own.',
    },
    'equal-reading': {
      name: 'Equal reading',
      text: 'A verifier on the policy’s own weights has read what the policy has: what it knows beyond confidence comes from its labels.',
    },
    loss: {
      name: 'Loss, cross-entropy',
      text: 'How far a verifier’s numbers are from the labels: the mean of minus the logarithm of what it gives to what it was told. To say 0.5 always gives 0.69.',
    },
    'learning-rate': {
      name: 'Learning rate',
      text: 'How far a step of learning moves the weights. It rises at first and then falls to nothing.',
    },
    auc: {
      name: 'AUC',
      text: 'How often a place from which the solution comes out right has the higher value, of two of which one does: 0.5 is chance, 1 is perfect.',
    },
    'auc-within': {
      name: 'AUC within a problem',
      text: 'The AUC between solutions of one problem, after as many steps: what a search chooses by.',
    },
  },
};
