/** A problem of a task with a solution in the form that is wanted, for a model that is shown how before it is asked. */
export interface WorkedExample {
  readonly question: string;
  readonly solution: string;
}
