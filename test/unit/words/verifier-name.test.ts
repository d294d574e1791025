import { expect, it } from 'vitest';
import { LANGUAGE_IDS } from '../../../src/core/languages';
import { OFFERED_VERIFIERS } from '../../../src/url/fields';
import { fetchMessages, messagesFor, verifierName } from '../../../src/words';

await Promise.all(LANGUAGE_IDS.map(fetchMessages));

it.each(LANGUAGE_IDS)('every verifier has a short name of its own in %s', (language) => {
  const names = OFFERED_VERIFIERS.map((id) => verifierName(id, messagesFor(language)));
  expect(new Set(names).size).toBe(OFFERED_VERIFIERS.length);
  expect(names).toContain('PRM-soft');
});

it('one that the page does not know is called as its model is, and else by its id', () => {
  const messages = messagesFor('en');
  expect(verifierName('head:mine', messages, [{ id: 'my head', verifier: 'head:mine' }])).toBe('my head');
  expect(verifierName('head:mine', messages, [{ id: 'pack-1/head:mine', verifier: 'head:mine' }])).toBe('mine');
  expect(verifierName('head:mine', messages)).toBe('mine');
  expect(verifierName('vscore', messages, [{ id: 'policy' }])).toBe('vscore');
  expect(verifierName('toString', messages)).toBe('toString');
});
