/** The part of d3-flextree that is used here; the package brings no types. */
declare module 'd3-flextree' {
  export interface FlexNode<T> {
    readonly data: T;
    readonly parent: FlexNode<T> | null;
    /** Centre across the tree. */
    readonly x: number;
    /** Near edge along the tree. */
    readonly y: number;
    /** This node and all below it. */
    readonly nodes: FlexNode<T>[];
  }
  export interface FlexLayout<T> {
    (tree: FlexNode<T>): FlexNode<T>;
    hierarchy(data: T): FlexNode<T>;
  }
  export function flextree<T>(options: {
    children: (data: T) => readonly T[];
    nodeSize: (node: FlexNode<T>) => [across: number, along: number];
    spacing: (a: FlexNode<T>, b: FlexNode<T>) => number;
  }): FlexLayout<T>;
}
