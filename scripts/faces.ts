/** `npm run faces` writes `src/ui/faces`: call it when a text of the page has got a character that was in none before. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { FACES, pageCharacters, subsetFace } from './lib/subset-faces';

const FOLDER = 'src/ui/faces';

async function main(): Promise<void> {
  const characters = pageCharacters();
  for (const [name, face] of Object.entries(FACES)) {
    const bytes = await subsetFace(face, characters);
    writeFileSync(join(FOLDER, name), bytes);
    console.log(`${name}: ${bytes.length} bytes`);
  }
}

await main();
