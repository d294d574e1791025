/** `npm run fuzz -- --cases 10000 [--seed 1] [--only url] [--case 17]`: prints what became of the cases. */
import { Command, InvalidArgumentError } from 'commander';
import { fuzz } from './contract';
import { SURFACES } from './surfaces';

const whole = (text: string): number => {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError('It must be a whole number.');
  return Number(text);
};
const names = SURFACES.map(({ surface }) => surface.name);
const options = new Command('fuzz')
  .option('--cases <count>', 'how many, over all kinds of input', whole, 10_000)
  .option('--seed <seed>', 'where the randomness begins', whole, 1)
  .option('--only <kind>', `one of ${names.join(', ')}`)
  .option('--case <index>', 'only this one, of --only', whole)
  .parse()
  .opts<{ cases: number; seed: number; only?: string; case?: number }>();
const chosen = SURFACES.filter(({ surface }) => options.only === undefined || surface.name === options.only);
if (!chosen.length) {
  console.error(`There is no ${options.only}: take one of ${names.join(', ')}.`);
  process.exit(2);
}
const shares = chosen.reduce((sum, { share }) => sum + share, 0);
let breaches = 0;
for (const { surface, share } of chosen) {
  const cases = options.case === undefined ? Math.max(1, Math.round((options.cases * share) / shares)) : 1;
  const report = await fuzz(surface, cases, options.seed, options.case ?? 0);
  const outcomes = Object.entries(report.outcomes).sort(([, a], [, b]) => b - a);
  const told = outcomes.map(([outcome, count]) => `${outcome} ${count}`).join(', ');
  console.log(
    `${surface.name}: ${report.cases} cases, slowest ${Math.round(report.slowestMs)} ms, ${report.breaches.length} breaches (${told})`,
  );
  for (const { index, reason } of report.breaches.slice(0, 20)) console.log(`  case ${index}: ${reason}`);
  breaches += report.breaches.length;
}
console.log(`${breaches} breaches`);
process.exitCode = breaches ? 1 : 0;
