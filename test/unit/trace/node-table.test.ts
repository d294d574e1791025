import { expect, it } from 'vitest';
import { NODE_COLUMNS, nodeTable } from '../../../src/trace/node-table';
import type { TraceNode } from '../../../src/trace/types';

const node = (more: Partial<TraceNode>): TraceNode => ({
  ...{ id: 0, parent: null, text: '', tokens: [], value: null, status: 'open', firstSeen: 0 },
  ...more,
});

it('writes a line for each node, with text that may hold anything', () => {
  const tokens = [
    { text: 'a', logprob: -0.1 },
    { text: 'b', logprob: -0.2 },
  ];
  const table = nodeTable({
    nodes: [
      node({ text: '4 5 6 10\n', tokens: [{ text: '4 5 6 10\n' }] }),
      node({ id: 1, parent: 0, text: '=1,"2"', tokens, value: 0.5, status: 'kept', visits: 3, firstSeen: 7 }),
    ],
  });
  expect(table.split('\r\n')).toEqual([
    NODE_COLUMNS.join(','),
    '0,,"open","4 5 6 10\n",1,,,,,,,0',
    `1,0,"kept","'=1,""2""",2,-0.3,0.5,,3,,,7`,
    '',
  ]);
});

it.each([
  '=1+1',
  '=HYPERLINK("http://example.org/?"&A1,"open")',
  '-3+5',
  '+1',
  '@SUM(A1)',
  '\t=1',
  ' \n=1',
  '＝1',
  '\r-1',
])('marks %j as a text, which a spreadsheet would work out', (text) => {
  const table = nodeTable({ nodes: [node({}), node({ id: 1, parent: 0, text })] });
  expect(table).toContain(`,"'${text.replaceAll('"', '""')}",`);
});

it.each(['1 + 1 = 2', '(4 + 4) * 3 = 24', "'quoted'", 'a=b'])('leaves %j as it is', (text) => {
  expect(nodeTable({ nodes: [node({ text })] })).toContain(`,"${text}",`);
});
