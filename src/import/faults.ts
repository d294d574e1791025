/**
 * What is wrong with a file of another tool: a code and data, so that every language can say it, and the English
 * sentence of each, which the command line prints.
 */
import { AppError, type FaultData } from '../core/errors';
import { fill } from '../core/fill';

/** With slots for the data. Another language has the same codes and slots. */
export const IMPORT_SENTENCES = {
  /** Of a whole file. */
  'file-too-large': 'This file is larger than {limit} GB.',
  'file-changed': 'This file was changed or moved after it was chosen: choose it again.',
  'file-empty': 'This file holds no tree that can be read: it is empty.',
  compressed: 'This file is compressed in a way that cannot be read here: unpack it first, or use gzip.',
  'damaged-gzip': 'This file is compressed with gzip, and damaged or cut off.',
  'web-page': 'This file is a web page: download the file itself, not the page that shows it.',
  pointer: 'This file only names another one (Git LFS): download that one, and open it.',
  table: 'This file is a table: save it as JSON or JSON Lines, and open that.',
  'no-text': 'This file is no text, such as Parquet or pickle: save it as JSON or JSON Lines, and open that.',
  'python-text': 'This file is as Python prints it: write it with json.dump, and open that.',
  /** `why` is the sentence of another fault, that of the first line. */
  'no-tree': 'This file holds no tree that can be read. Line {line}: {why}',
  /** Of one line, or of the only document of a file. */
  'line-too-long': 'This is longer than {limit} MB.',
  'line-not-json': 'This is not JSON.',
  'too-deep': 'This is nested more deeply than can be read.',
  'too-many-values': 'This holds more than {limit} values.',
  'unknown-kind': 'This is not a tree of a kind that can be read.',
  /** Of one tree. */
  'edge-to-nowhere': 'An edge of this log leads to a node that is not there.',
  'two-parents': 'Node {node} of this log has two parents, so it is no tree.',
  roots: 'This log has {count} nodes without a parent, so it is no tree.',
  'logitloom-version': 'This logitloom tree has version {version}, and only {known} is read.',
  'too-many-tokens': 'This tree has more than {limit} tokens.',
  'token-without-text': 'A token of this tree has no text.',
  'output-without-response': 'Output {output} has no response.',
  'candidate-without-text': 'Candidate {candidate} of step {step} has no text.',
  'no-beginning': 'A candidate does not continue anything that was kept at the step before.',
  'no-completions': 'This problem has no completions.',
  'too-many-steps': 'This tree has more than {limit} steps.',
  'too-deep-a-tree': 'This tree is deeper than {limit} steps, and no deeper tree can be shown.',
  'step-too-long': 'A step of this tree is longer than {limit} characters.',
  'history-too-long': 'This tree has too long a history to be shown.',
} as const;
export type ImportFault = keyof typeof IMPORT_SENTENCES;

/** The refusal of a file or of a tree in it: `bad-input` with the English sentence, the code and its data. */
export const badFile = (fault: ImportFault, data: FaultData = {}): AppError =>
  new AppError('bad-input', fill(IMPORT_SENTENCES[fault], data), { fault, ...data });
