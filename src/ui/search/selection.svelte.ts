/** What the reader points at or has selected: a step, and perhaps one of its tokens. */
export interface Target {
  /** A `ViewNode.id`. */
  readonly node: number;
  /** Index of a token in it; null for the step as a whole. */
  readonly token: number | null;
}

const isSame = (a: Target, b: Target | null): boolean => a.node === b?.node && a.token === b.token;

export class Selection {
  /** Stays until something else is selected: by click, tap or key. */
  selected = $state.raw<Target | null>(null);
  /** Whether the details of what is selected are open beside it. */
  isOpen = $state(true);
  /** Only while the pointer is there. */
  hovered = $state.raw<Target | null>(null);

  /** What the details speak of. */
  readonly target = $derived(this.hovered?.token != null ? this.hovered : (this.selected ?? this.hovered));

  /** A token under the pointer whose card is not the one that stays. */
  readonly pointed = $derived(
    this.hovered?.token != null && !(this.isOpen && isSame(this.hovered, this.selected)) ? this.hovered : null,
  );

  /** What a lesson points at is selected without details, which would cover what stands around it. */
  select(node: number, token: number | null = null, opens = true): void {
    this.selected = { node, token };
    this.isOpen = opens;
  }

  hover(target: Target | null): void {
    if (target?.node === this.hovered?.node && target?.token === this.hovered?.token) return;
    this.hovered = target;
  }

  /** The token of a step that is pointed at, or selected. */
  tokenOf(node: number): number | null {
    if (this.hovered?.node === node) return this.hovered.token;
    return this.selected?.node === node ? this.selected.token : null;
  }

  clear(): void {
    this.selected = null;
    this.hovered = null;
  }
}
