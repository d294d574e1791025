import { describe, expect, it } from 'vitest';
import { AppError, ERROR_CODES } from '../../../../src/core/errors';
import { fileFault, trainingFault } from '../../../../src/ui/views/train/fault-sentence';
import { fetchMessages, messagesFor } from '../../../../src/words';

await Promise.all((['es', 'zh'] as const).map(fetchMessages));
const LANGUAGES = ['en', 'es', 'zh'] as const;
/** Slots that nothing filled. */
const EMPTY = /[{}]|undefined/;

describe('why a training ended', () => {
  it.each(ERROR_CODES.filter((code) => code !== 'aborted'))('is said without a word of searches: %s', (code) => {
    const said = trainingFault(new AppError(code, 'INNER'), messagesFor('en'))!;
    expect(said).not.toMatch(/search|tree|engine|run again/i);
    expect(said).not.toMatch(EMPTY);
  });

  it('is not said where it was called off, and tells what to do where nothing is left to learn from', () => {
    expect(trainingFault(new AppError('aborted', 'x'), messagesFor('en'))).toBeNull();
    const none = new AppError('bad-input', 'x', { fault: 'nothing' });
    expect(trainingFault(none, messagesFor('en'))).toMatch(/Take more problems/);
    const few = new AppError('bad-input', 'x', { fault: 'few', count: 1000 });
    expect(trainingFault(few, messagesFor('en'))).toBe('There are only 1,000 problems to learn from. Ask for fewer.');
  });

  it.each(['few', 'few-tests', 'few-questions'])('says how many there are of what was asked for: %s', (fault) => {
    for (const lang of LANGUAGES) {
      const said = trainingFault(new AppError('bad-input', 'INNER', { fault, count: 7 }), messagesFor(lang))!;
      expect(said).toContain('7');
      expect(said).not.toMatch(/INNER|[{}]|undefined/);
    }
  });

  it('says what to do where a model is always or never right', () =>
    expect(trainingFault(new AppError('bad-input', 'INNER', { fault: 'alike' }), messagesFor('en'))).toMatch(
      /Take easier or harder problems/,
    ));
  it('says what to do where a probe found no level at which it is ever right', () =>
    expect(trainingFault(new AppError('bad-input', 'INNER', { fault: 'unable' }), messagesFor('en'))).toMatch(
      /Take a larger model or questions of your own, or choose the level yourself/,
    ));
});

describe.each(LANGUAGES)('why a file was not opened, in %s', (lang) => {
  const said = (data: Record<string, string | number>): string =>
    fileFault(new AppError('file-damaged', 'INNER', { file: 'x.safetensors', ...data }), 'game24', messagesFor(lang))!;

  it.each(['no-verifier', 'damaged', 'unfit', 'other-model', 'too-large'])(
    'is the language\u2019s own: %s',
    (fault) => {
      const sentence = said({ fault, base: 'BASE', limit: 16 });
      expect(sentence).toContain('x.safetensors');
      expect(sentence).not.toMatch(/INNER/);
      expect(sentence).not.toMatch(EMPTY);
    },
  );

  it('names the task that it is for, where the page has that', () => {
    const { tasks } = messagesFor(lang);
    expect(said({ fault: 'other-model', base: 'B', task: 'word-problems' })).toContain(tasks['word-problems'].name);
    // One trained on other weights of this task, or for a task that nobody knows.
    for (const task of ['game24', 'chess', 'constructor', ''])
      expect(said({ fault: 'other-model', base: 'BASE', task })).toContain('BASE');
  });

  it('names it as it looks, and short', () => {
    const sentence = said({ fault: 'damaged', file: `\u202e${'a'.repeat(300)}.safetensors` });
    expect(sentence).toMatch(/a{60}….*\.safetensors/);
    expect(sentence).not.toMatch(/\u202e|a{70}/);
  });
});
