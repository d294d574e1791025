/** The published JSON Schema (draft 7) of a trace file, made from the schema that imports are checked with. */
import { toJsonSchema } from '@valibot/to-json-schema';
import { TraceSchema } from './schema';
import { TRACE_VERSION } from './types';

/** The content of `schema/trace-1.json`. */
export function traceJsonSchema(): object {
  const { $schema, ...schema } = toJsonSchema(TraceSchema, { target: 'draft-07', ignoreActions: ['finite'] });
  const title = `Inkling trace, version ${TRACE_VERSION}`;
  const description =
    'One search of a policy steered by a verifier: its tree, the log of events that grew it, and its result. ' +
    'Beyond this schema: a node stands at the place of its id, parents come before children, only node 0 has no ' +
    'parent, values on the probability scale lie in [0,1], and the events, when there are any, add these nodes.';
  return { $schema, title, description, ...schema };
}
