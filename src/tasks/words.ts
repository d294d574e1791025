/** What is said of a task, in every language. English comes with the task; the others are fetched when they are needed. */

/** One language's words of one task: `tasks/<id>/words.<language>.ts` exports them as `words`. */
export interface TaskWords<
  Fault extends string = string,
  Warning extends string = string,
  Verdict extends string = string,
> {
  readonly name: string;
  /** Names the field that a problem is typed into. */
  readonly label: string;
  /** Stands before the field. */
  readonly ask: string;
  /** On the button that draws a new problem. */
  readonly another: string;
  /** Why a typed text is no problem, by its code; with slots for the fault's data. */
  readonly faults: Readonly<Record<Fault, string>>;
  /** What a reader should know before a run, by its code. */
  readonly warnings: Readonly<Record<Warning, string>>;
  /**
   * What is said of an answer: `correct` of one that is right, the others by the reason that the task's `explain`
   * gives. The page has general sentences for what is left out.
   */
  readonly verdicts: Readonly<Record<Verdict, string>>;
}

/**
 * A task's words in a language; its English ones where it has none in that language. Rejects where they exist and
 * cannot be fetched.
 */
export async function fetchTaskWords(
  { id, words, languages }: { readonly id: string; readonly words: TaskWords; readonly languages: readonly string[] },
  language: string,
): Promise<TaskWords> {
  if (!languages.includes(language)) return words;
  // The bundler sees the pattern and makes a file of each language of each task.
  const module = (await import(`./${id}/words.${language}.ts`)) as { readonly words: TaskWords };
  return module.words;
}
