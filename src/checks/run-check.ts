/** Runs any check by its kind. */
import { AppError } from '../core/errors';
import type { Check, CheckControl, CheckPorts } from './check';
import { CHECKS, type CheckEvent, type CheckOptions, type CheckResult } from './registry';

/** @throws AppError `bad-input` for a kind that there is not: a request may come from another version of the page. */
function checkOf({ kind }: CheckOptions): Check<CheckOptions, CheckEvent, CheckResult> {
  if (!Object.hasOwn(CHECKS, kind)) throw new AppError('bad-input', `There is no check ${String(kind)}.`);
  // Each takes the options of its kind, which it was found by.
  return CHECKS[kind] as Check<CheckOptions, CheckEvent, CheckResult>;
}

/** `onEvent` gets the check's events as they come; the result is of the options' kind. @throws what the check throws. */
export async function runCheck(
  options: CheckOptions,
  ports: CheckPorts,
  control: CheckControl,
  onEvent: (event: CheckEvent) => void,
): Promise<CheckResult> {
  const running = checkOf(options)(options, ports, control);
  try {
    for (;;) {
      const next = await running.next();
      if (next.done) return next.value;
      onEvent(next.value);
    }
  } finally {
    await running.return(undefined as never);
  }
}
