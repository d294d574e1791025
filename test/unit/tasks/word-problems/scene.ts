/** For tests: the numbers of a story that is told as one. */
import { sceneOf, type Scene } from '../../../../src/tasks/word-problems/everyday/likeness/numerals';
import { tellingOf } from '../../../../src/tasks/word-problems/everyday/telling';

export function scene(story: string): Scene {
  const typed = tellingOf(story);
  if (!typed.ok) throw new Error(story);
  return sceneOf(typed.told);
}
