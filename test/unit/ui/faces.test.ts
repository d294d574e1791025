import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { FACES, pageCharacters } from '../../../scripts/lib/subset-faces';
import { charactersOf } from '../../fixtures/woff2';

describe('the faces of the page', () => {
  const characters = pageCharacters();

  it('have what its languages write', () => {
    for (const character of 'azAZ09áñ¿÷×−…') expect(characters).toContain(character);
    expect(characters).not.toContain('这');
  });

  it.each(Object.entries(FACES))('%s has every character of its texts that its typeface has', (name, { file }) => {
    const kept = readFileSync(join('src/ui/faces', name));
    const whole = readFileSync(join('node_modules', file));
    const [has, had] = [charactersOf(kept), charactersOf(whole)];
    const texts = [...characters].filter((character) => had.has(character.codePointAt(0)!));
    for (const character of 'azAZ09áñ¿') expect(texts).toContain(character);
    // Else: `npm run faces`.
    expect(texts.filter((character) => !has.has(character.codePointAt(0)!))).toEqual([]);
    expect(kept.length).toBeLessThan(0.7 * whole.length);
  });
});
