/** The smallest and the largest of some numbers, of which there may be more than a call can have arguments. */
export function extentOf(numbers: readonly number[]): [low: number, high: number] {
  let [low, high] = [Infinity, -Infinity];
  for (const number of numbers) {
    if (number < low) low = number;
    if (number > high) high = number;
  }
  return [low, high];
}
