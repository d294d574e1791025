/** What a story says as a graph of quantities, whatever words it says it in. */

export type Operation = '+' | '-' | '*' | '/' | '%';

/** A whole number, or a sum of two others; `%` is `left` percent of `right`. */
export type Quantity = (
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'sum'; readonly operation: Operation; readonly left: Quantity; readonly right: Quantity }
) & {
  /** Whose it is, where that is said. */
  readonly who?: string;
};

export const number = (value: number): Quantity => ({ kind: 'number', value });

export function worth(quantity: Quantity): number {
  if (quantity.kind === 'number') return quantity.value;
  const [a, b] = [worth(quantity.left), worth(quantity.right)];
  switch (quantity.operation) {
    case '+':
      return a + b;
    case '-':
      return a - b;
    case '*':
      return a * b;
    case '/':
      return a / b;
    default:
      return (a * b) / 100;
  }
}

export const combine = (left: Quantity, operation: Operation, right: Quantity): Quantity => ({
  kind: 'sum',
  operation,
  left,
  right,
});

export const total = (parts: readonly Quantity[]): Quantity =>
  parts.slice(1).reduce((sum, part) => combine(sum, '+', part), parts[0]!);

/** The numbers that a quantity is made of, each as often as it is used. */
export function numbersIn(quantity: Quantity): number[] {
  return quantity.kind === 'number' ? [quantity.value] : [...numbersIn(quantity.left), ...numbersIn(quantity.right)];
}
