/** The sentences of the inspector's checks and of the views beside the search, in English. */
import type { Texts } from '../en-history';

export const inspectorEn = {
  heading: 'Ask about this token',
  select: 'Select a token, in the tree or in the path, to ask about it.',
  foreign: 'Nothing can be asked about a tree that another tool made: its tokens are not those of the models here.',
  stop: 'Stop',
  value: {
    check: 'Check the value',
    hint: 'Lets the policy finish the solution from here many times, and counts how often it comes out right.',
    rollouts: 'Attempts',
    running: '{done} of {of} attempts: {right} right',
    ended: 'The solution ends here, so there is nothing to attempt: take a token before it.',
    place: 'After “{token}” in step {step}:',
    observed: '{right} of {of} attempts came out right: {share} (95% interval {low} to {high}).',
    inside: '{verifier} said {value}, which lies within the interval: no contradiction.',
    above: '{verifier} said {value}: more than the interval allows. It was too sure here.',
    below: '{verifier} said {value}: less than the interval allows. It was too doubtful here.',
    other: '{verifier} said {value}, on a scale of its own, so the two cannot be compared.',
    none: 'No verifier spoke of this place.',
    sampling: 'Attempts are sampled at temperature 1, as in training: that is what a value speaks of.',
    bar: 'Observed share and its interval, with the value said beside it, from 0 to 1',
    said: 'said',
    seen: 'observed',
  },
  change: {
    heading: 'Write something else here',
    hint: 'The search goes on from the new token with its own settings, and both branches stay.',
    instead: 'Instead of “{token}”:',
    own: 'Your own text',
    go: 'Change',
    running: 'Going on from “{token}”…',
    done: 'Before: {before}. With “{token}”: {after}.',
    right: '{answer}, right',
    wrong: '{answer}, wrong',
    none: 'no answer',
    noHistory: 'This tree was saved without its history, so it cannot be continued.',
  },
  error: {
    find: 'Find the first error',
    hint: 'Looks by halving for the first step after which no attempt of the policy succeeds.',
    notWrong: 'Only a finished solution that is wrong has a first error: select the last step of one.',
    running: 'Attempts from {units} of {of} steps…',
    probe: 'After {units} of {of} steps: {right} of {rollouts} right.',
    found: 'From step {step} on, no attempt succeeded.',
    open: 'It was stopped before it was settled.',
    never: 'Attempts still succeed after every step.',
    broken: 'The step checker finds the first wrong step in step {step}.',
    clean: 'The step checker finds every step right.',
    same: 'Both name the same step.',
    value: '{verifier} first falls below one half in step {step}.',
    never2: '{verifier} does not fall below one half.',
    saved: '{spent} attempts were made; going through from the start would have taken {scan}.',
    show: 'Show step {step}',
  },
} as const;

export const tabsEn = {
  label: 'Views',
  search: 'Search',
  compare: 'Compare',
  labels: 'Labels',
  measure: 'Measure',
  loading: 'Opening the view…',
  failed: 'This view could not be fetched. Check the connection and choose it again.',
} as const;

export const labEn = { inspector: inspectorEn, tabs: tabsEn } as const;

export type LabMessages = Texts<typeof labEn>;
