/** What runs on somebody else's machine with the rights to publish: only what is named by its commit, and no build. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const FOLDER = '.github/workflows';
const workflows = readdirSync(FOLDER).map((name) => [name, readFileSync(`${FOLDER}/${name}`, 'utf8')] as const);

describe.each(workflows)('%s', (_, text) => {
  it('names every action by the commit of a release that it tells', () => {
    const uses = [...text.matchAll(/^\s*(?:- )?uses: (.+)$/gm)].map(([, action]) => action);
    expect(uses.length).toBeGreaterThan(0);
    expect(uses.filter((action) => !/^[\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(action!))).toEqual([]);
  });

  it('gives the right to publish to jobs that run nothing of the repository or of a package', () => {
    const [head = '', ...jobs] = text.split(/^  (?=[\w-]+:\n    )/m);
    expect(jobs.length).toBeGreaterThan(1);
    expect(head).not.toContain(': write');
    for (const job of jobs.filter((each) => each.includes(': write')))
      expect(job).not.toMatch(/- run:|actions\/(checkout|setup)/);
  });
});
