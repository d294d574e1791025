/** The sentences of a search that is watched: the line above the tree, and what is true of it; in English. */

export const watch = {
  staleOf: 'Search of {problem}',
  staleRun: 'press Run for the new problem',
} as const;
