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
  readonly args?: {
    readonly name?: string;
    readonly chrome_mojo_event_info?: { readonly mojo_interface_tag?: string };
  };
}

const DEVTOOLS = 'blink.mojom.DevToolsSession';

/** For `startTracing`: the tasks of every thread, with their processor time. */
export const TASK_CATEGORIES = ['toplevel', 'disabled-by-default-devtools.timeline'];

/** What this share of a task answers is the one that measures: to find a button by its role asks for every element. */
const ASKED = 0.9;

/** The tasks of the page's main thread, which is the busiest of its kind, without those that the measuring costs. */
export function mainTasks(trace: Buffer): TraceEvent[] {
  const { traceEvents: events } = JSON.parse(trace.toString()) as { traceEvents: readonly TraceEvent[] };
  const thread = ({ pid, tid }: TraceEvent): string => `${pid} ${tid}`;
  const main = events.filter(({ name, args }) => name === 'thread_name' && args?.name === 'CrRendererMain');
  const ofThread = main.map((entry) => events.filter((e) => e.ph === 'X' && thread(e) === thread(entry)));
  const isTask = ({ name }: TraceEvent): boolean => name === 'RunTask';
  const busiest = ofThread.toSorted((a, b) => b.filter(isTask).length - a.filter(isTask).length)[0] ?? [];
  const asked = busiest.filter(({ args }) => args?.chrome_mojo_event_info?.mojo_interface_tag === DEVTOOLS);
  const isAsked = (task: TraceEvent): boolean =>
    asked.some(({ ts, dur = 0 }) => ts >= task.ts && ts <= task.ts + (task.dur ?? 0) && dur > ASKED * (task.dur ?? 0));
  return busiest.filter((event) => isTask(event) && !isAsked(event));
}

/** Milliseconds of a task's own processor time; where the trace lacks it, the wall time. */
export const cpuMs = ({ tdur, dur = 0 }: TraceEvent): number => (tdur ?? dur) / 1000;
