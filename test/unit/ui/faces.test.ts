import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { FACES, pageCharacters, subsetFace } from '../../../scripts/lib/subset-faces';

describe('the faces of the page', () => {
  it('have what its languages write', () => {
    const characters = pageCharacters();
    for (const character of 'azAZ09áñ¿÷×−…') expect(characters).toContain(character);
    expect(characters).not.toContain('这');
  });

  it.each(Object.entries(FACES))('%s is what `npm run faces` makes of the texts as they are', async (name, face) => {
    const kept = readFileSync(join('src/ui/faces', name));
    expect(kept.equals(await subsetFace(face, pageCharacters()))).toBe(true);
    expect(kept.length).toBeLessThan(0.7 * statSync(join('node_modules', face.file)).size);
  });
});
