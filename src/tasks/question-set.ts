/** Questions with answers that come with the project, as files that nobody fetches before a reader asks for them. */

export interface QuestionSet {
  /** How a command is told of it. */
  readonly id: string;
  /** Below `public`, and below the site, where only a copy compressed with gzip lies (`packedPath`). */
  readonly path: string;
  /** As its own authors call the file, or near it. */
  readonly name: string;
  readonly questions: number;
  /** Of the file, and of its compressed copy. */
  readonly sizeBytes: number;
  readonly packedBytes: number;
  readonly sha256: string;
  /** Where its own authors give it away. */
  readonly source: string;
  readonly sourceName: string;
}
