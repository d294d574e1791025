import { expect, it } from 'vitest';
import { LANGUAGE_IDS } from '../../../src/core/languages';
import { urlSentence } from '../../../src/ui/shell/url-sentence';
import { fetchMessages, messagesFor } from '../../../src/words';

await Promise.all(LANGUAGE_IDS.map(fetchMessages));
const problem = (value: string) =>
  ({ code: 'not-offered', field: 'verifier', value, offered: ['tvm', 'ovm'] }) as const;

it.each(LANGUAGE_IDS)('a link to a verifier that somebody trained says where it is to be had, in %s', (language) => {
  const messages = messagesFor(language);
  const said = urlSentence(problem('tvm,head:mine,head:b'), messages);
  expect(said).toContain('mine, b');
  expect(said).not.toMatch(/head:|ovm|[{}]/);
});

it('another one is told which there are', () => {
  for (const value of ['x', 'head:', 'HEAD:x'])
    expect(urlSentence(problem(value), messagesFor('en'))).toContain('not one of: tvm, ovm');
});
