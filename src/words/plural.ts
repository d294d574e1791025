/** How each language of the page writes numbers and counts things. */
import type { Numbers } from '../core/fill';
import type { LanguageId } from '../core/languages';
import { formatCount } from '../viz/format';

/** In the order in which a word's forms stand in a sentence. */
const CATEGORIES: readonly Intl.LDMLPluralRule[] = ['zero', 'one', 'two', 'few', 'many', 'other'];

const known = new Map<LanguageId, Numbers>();

/**
 * Numbers as a language writes them, and which form of a word goes with one, by `Intl.PluralRules`. The forms are in
 * the order of `CATEGORIES`, those that the language has; a sentence may leave out the later ones but for the last,
 * which stands for them: Spanish has a form for millions that no sentence here needs.
 */
export function numbersOf(language: LanguageId): Numbers {
  const there = known.get(language);
  if (there) return there;
  const rules = new Intl.PluralRules(language);
  const { pluralCategories } = rules.resolvedOptions();
  const own = CATEGORIES.filter((category) => pluralCategories.includes(category));
  const small = new Intl.NumberFormat(language, { maximumSignificantDigits: 3 });
  const numbers: Numbers = {
    // One that is small is not rounded to nothing.
    write: (value) => (value !== 0 && Math.abs(value) < 0.001 ? small.format(value) : formatCount(value, language)),
    form: (value, forms) => Math.min(own.indexOf(rules.select(value)), forms - 1),
  };
  known.set(language, numbers);
  return numbers;
}
