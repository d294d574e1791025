/**
 * `embed.d.ts` stands alone, so that what it says of the messages has to be compared with what the frame sends: by the
 * compiler, as part of the type checks of the tests.
 */
import { expectTypeOf } from 'vitest';
import type { FrameMessage, RunState } from '../../src/embed/messages';
import type { Ready, Result, SearchEvent, State, Trace } from '../../src/host/types';
import type * as trace from '../../src/trace/types';

type Sent<T extends FrameMessage['type']> = Extract<FrameMessage, { type: T }>;

expectTypeOf<Sent<'result'>['result']>().toEqualTypeOf<trace.TraceResult>();
expectTypeOf<Result>().toEqualTypeOf<trace.TraceResult>();
expectTypeOf<State>().toEqualTypeOf<RunState>();
expectTypeOf<Sent<'ready'>>().toExtend<Ready>();
expectTypeOf<Sent<'event'>['events'][number]>().toExtend<SearchEvent>();
expectTypeOf<trace.Trace>().toExtend<Trace>();
