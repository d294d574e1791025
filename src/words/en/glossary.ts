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
    verifier: {
      name: 'Verifier',
      text: 'What judges a prefix with a number and so steers the search. It is not the checker.',
    },
    value: { name: 'Value', text: 'The verifier’s estimate, from 0 to 1, that the final answer will be right.' },
    logprob: {
      name: 'Log-probability (ln)',
      text: 'The natural logarithm of how likely the policy was to write a token; 0 is certain.',
    },
    tvm: {
      name: 'TVM',
      text: 'A value model trained on the share of the sampled solutions with the same beginning that came out right.',
    },
    ovm: {
      name: 'OVM',
      text: 'A value model trained on whether the whole solution came out right, the same for all of its tokens.',
    },
    beam: { name: 'Beam', text: 'The prefixes that a search goes on with: of K candidates, the b that score best.' },
    pruned: { name: 'Pruned', text: 'Dropped: the search does not go on from there.' },
    rollout: {
      name: 'Rollout',
      text: 'A solution that is sampled to its end. Many from one place tell how often it ends right.',
    },
    temperature: {
      name: 'Temperature',
      text: 'How freely the policy draws: at 0 always the likeliest token; at 1 as likely as it says.',
    },
    seed: { name: 'Seed', text: 'The number from which all chance is drawn: the same seed gives the same search.' },
    budget: {
      name: 'Budget',
      text: 'What a search costs: tokens that the policy wrote, tokens that the value model read, and seconds.',
    },
    'held-out': {
      name: 'Held out',
      text: 'Kept apart: no training has seen it, so it shows what the models can do with something new.',
    },
  },
};
