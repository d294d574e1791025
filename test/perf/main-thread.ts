/** What a browser's trace says of the page's main thread. */

export interface TraceEvent {
  readonly name: string;
  readonly ph: string;
  readonly pid: number;
  readonly tid: number;
  readonly ts: number;
  readonly dur?: number;
  /** Processor time in microseconds. */
  readonly tdur?: number;
  readonly args?: { readonly name?: string };
}

/** For `startTracing`: the tasks of every thread, with their processor time. */
export const TASK_CATEGORIES = ['toplevel', 'disabled-by-default-devtools.timeline'];

/** The tasks of the page's main thread, which is the busiest of its kind. */
export function mainTasks(trace: Buffer): TraceEvent[] {
  const { traceEvents: events } = JSON.parse(trace.toString()) as { traceEvents: readonly TraceEvent[] };
  const thread = ({ pid, tid }: TraceEvent): string => `${pid} ${tid}`;
  const main = events.filter(({ name, args }) => name === 'thread_name' && args?.name === 'CrRendererMain');
  const tasks = main.map((entry) =>
    events.filter((e) => e.ph === 'X' && e.name === 'RunTask' && thread(e) === thread(entry)),
  );
  return tasks.sort((a, b) => b.length - a.length)[0] ?? [];
}

/** Milliseconds of a task's own processor time; where the trace lacks it, the wall time. */
export const cpuMs = ({ tdur, dur = 0 }: TraceEvent): number => (tdur ?? dur) / 1000;
