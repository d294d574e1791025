import { expect, it } from 'vitest';
import { sentenceOf } from '../../../src/ui/search/sentence-of';
import { settings } from '../../../src/words/en/settings';

it('says that nothing is drawn, unless an option has it draw', () => {
  expect(sentenceOf(settings, 'token-guided')).toContain('Nothing is drawn');
  const drawn = sentenceOf(settings, 'token-guided', { next: 'drawn' });
  expect(drawn).toContain('{temperature}');
  expect(drawn).not.toContain('Nothing is drawn');
  expect(sentenceOf(settings, 'beam', {})).toBe(settings.sentence.beam);
  expect(sentenceOf(settings, 'greedy')).toBe(settings.sentence.greedy);
});
