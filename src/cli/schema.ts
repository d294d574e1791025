/** Writes the published JSON Schemas of traces and of lessons: `npm run schema`. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';
import { lessonJsonSchema } from '../lessons/schema';
import { traceJsonSchema } from '../trace/json-schema';

for (const [name, schema] of [
  ['trace-1', traceJsonSchema()],
  ['lesson-1', lessonJsonSchema()],
] as const) {
  const file = fileURLToPath(new URL(`../../public/schema/${name}.json`, import.meta.url));
  const options = { ...(await resolveConfig(file)), filepath: file };
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, await format(JSON.stringify(schema), options));
}
