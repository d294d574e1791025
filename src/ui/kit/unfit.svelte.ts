/** Numbers that are typed and cannot be taken: each stays in its field to be corrected, and what they decide waits. */
import type { Limit } from '../../protocol/parameters';

/** What a number may be. */
export type Range = Pick<Limit, 'min' | 'max' | 'integer'>;

export interface UnfitNumber extends Range {
  /** Of what it is the number. */
  readonly name: string;
}

export const fits = (number: number, { min, max, integer }: Range): boolean =>
  (integer ? Number.isInteger(number) : Number.isFinite(number)) && number >= min && number <= max;

/** Of the fields of one form. */
export class Unfit {
  #fields = $state.raw<ReadonlyMap<object, UnfitNumber>>(new Map());

  /** The one that was typed first; null where all numbers can be taken. */
  get first(): UnfitNumber | null {
    return this.#fields.values().next().value ?? null;
  }

  /** @param field whatever stands for it @param number null once the field has a number that fits, or is gone */
  note(field: object, number: UnfitNumber | null): void {
    if (!number && !this.#fields.has(field)) return;
    const fields = new Map(this.#fields);
    if (number) fields.set(field, number);
    else fields.delete(field);
    this.#fields = fields;
  }
}

/** Takes the reader to a number that cannot be taken, wherever it is folded away. */
export function showUnfit(): void {
  const field = document.querySelector<HTMLElement>('input[type="number"][aria-invalid="true"]');
  for (let fold = field?.closest('details'); fold; fold = fold.parentElement?.closest('details')) fold.open = true;
  field?.focus();
}
