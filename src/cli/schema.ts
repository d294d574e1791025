/** Writes the published JSON Schema of trace files: `npm run schema`. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';
import { traceJsonSchema } from '../trace/json-schema';

const file = fileURLToPath(new URL('../../public/schema/trace-1.json', import.meta.url));
const options = { ...(await resolveConfig(file)), filepath: file };
mkdirSync(dirname(file), { recursive: true });
writeFileSync(file, await format(JSON.stringify(traceJsonSchema()), options));
