/** `npm start`: sets up what is missing, builds the site and serves it. PORT chooses another port than 4173. */
import { ROOT, runNpm } from './lib/run.mjs';
import { ensureDependencies } from './lib/setup.mjs';

const port = Number(process.env.PORT || 4173);
if (!Number.isInteger(port) || port < 1 || port > 65535) {
  console.error(`PORT must be a whole number from 1 to 65535, not "${process.env.PORT}".`);
  process.exit(1);
}

await ensureDependencies();
if ((await runNpm(['run', '--silent', 'build'])) !== 0) {
  console.error('The site could not be built: see above.');
  process.exit(1);
}

// npm starts this through a shell, which does not pass on the signal that ends npm: end with them, not after them.
const parent = process.ppid;
if (process.env.npm_lifecycle_event === 'start')
  setInterval(() => process.ppid === parent || process.exit(), 500).unref();

// Installed only now on a fresh clone, so it cannot be imported at the top.
const { preview } = await import('vite');
try {
  // Files may be read from any origin, as a web space for embedding would allow it: an author can try a sandboxed frame.
  const cors = { origin: '*' };
  // The address instead of the name: where `localhost` is ::1 first, http://127.0.0.1 would not be served.
  await preview({
    root: ROOT,
    logLevel: 'warn',
    preview: { port, strictPort: true, host: '127.0.0.1', cors, open: false },
  });
  console.log(`\nInkling is at http://localhost:${port}\nPress Ctrl+C to stop.`);
} catch (error) {
  console.error(`The site could not be served: ${error instanceof Error ? error.message : String(error)}`);
  process.exit(1);
}
