/** Runs any check by its kind. */
import { AppError } from '../core/errors';
import { diversityCheck } from './diversity';
import { firstErrorCheck } from './first-error';
import { labelsCheck } from './labels';
import type { CheckControl, CheckEvent, CheckOptions, CheckPorts, CheckResult } from './types';
import { valueCheck } from './value';

function start(
  options: CheckOptions,
  ports: CheckPorts,
  control: CheckControl,
): AsyncGenerator<CheckEvent, CheckResult, undefined> {
  switch (options.kind) {
    case 'value':
      return valueCheck(options, ports, control);
    case 'labels':
      return labelsCheck(options, ports, control);
    case 'first-error':
      return firstErrorCheck(options, ports, control);
    case 'diversity':
      return diversityCheck(options, ports, control);
    default:
      throw new AppError('bad-input', `There is no check ${String((options as { kind: unknown }).kind)}.`);
  }
}

/** `onEvent` hears what the check tells; the result is of the options' kind. @throws what the check throws. */
export async function runCheck(
  options: CheckOptions,
  ports: CheckPorts,
  control: CheckControl,
  onEvent: (event: CheckEvent) => void,
): Promise<CheckResult> {
  const running = start(options, ports, control);
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
