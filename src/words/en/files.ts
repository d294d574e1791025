/** The sentences about files: traces, and trees that other tools made; in English. */
import { IMPORT_SENTENCES } from '../../protocol/import';
import { TRACE_SENTENCES } from '../../trace/read';
import type { Messages } from '../types';

export const trace: Messages['trace'] = {
  save: 'Save trace',
  open: 'Open trace',
  openFile: 'Open a file…',
  leaveFile: 'Close it, and back to the puzzles',
  faults: TRACE_SENTENCES,
  foreign: 'This link asks for a recorded search from another site, {host}. That site would see that you asked.',
  foreignLoad: 'Load it from {host}',
  moved:
    'The recorded search is not at {host} any more: that site names another address, which may be on any site. Whoever is there would see that you asked.',
  movedLoad: 'Load it from there',
  foreignRefuse: 'No, thanks',
  failed: 'The recorded search could not be fetched from {host}.',
  badAddress: 'The link names a recorded search at an address that cannot be read.',
};

export const imports: Messages['imports'] = {
  reading: 'Reading the file…',
  cancel: 'Cancel',
  heading: 'The file holds {count} {count|problem|problems}',
  close: 'Close the file',
  saveFor: 'Save for Python tools',
  choose: 'choose a format',
  cut: 'It holds more: only these, the first ones, are listed.',
  skipped: 'Lines that were left out: {count}',
  line: 'Line {line}: {reason}',
  filter: 'Find a problem',
  place: 'Problem {at} of {of}',
  expected: 'Right answer, as the file has it:',
  atLine: 'line {line}',
  more: '{count} more: type a part of the problem to find it.',
  formats: {
    'inkling-trace': 'Inkling',
    'llm-reasoners': 'llm-reasoners',
    'search-and-learn': 'search-and-learn',
    'ovm-steps': 'OVM, beam search',
    'ovm-scores': 'OVM, scored solutions',
    logitloom: 'logitloom',
  },
  faults: IMPORT_SENTENCES,
  from: 'Made elsewhere, with {format}.',
  reconstructed:
    'Reconstructed: the file held whole solutions, and the tree was put together from the beginnings that they share.',
  scores: {
    token: 'Each token has the score that the file gives it.',
    step: 'The file scores whole steps, so each is shown as one piece.',
    solution: 'The file does not say which step or token a score belongs to, so only whole solutions have one.',
    none: 'The file holds no scores.',
  },
  judged: 'Whether the answer is right is what the file says; it was not checked here.',
  unjudged: 'The file does not say whether the answer is right.',
  noVerifiers: 'The verifiers of this page cannot score this tree: they need the tokens of their own models.',
  score: 'score of {verifier}, which is not a probability',
};
