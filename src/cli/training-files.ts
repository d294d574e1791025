/** What a task hands to training, by file name: the rows of a `.jsonl` file, or the content of a `.json` file. */
export type TrainingFiles = Readonly<Record<string, readonly object[] | object>>;
