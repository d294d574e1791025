import { describe, expect, it } from 'vitest';
import { fileName } from '../../../src/ui/files/file-name';

describe('the name of a saved file', () => {
  it('says which search it was', () => {
    expect(fileName(['game24', '4 5 6 10', 'beam'], 'inkling.json')).toBe('game24-4-5-6-10-beam.inkling.json');
  });

  it.each(['Anna has 12 marbles. '.repeat(40), '一'.repeat(400), '../../x', 'a/b\\c:d*e', '\n\u0000', '😀'.repeat(99)])(
    'is one that every system takes, whatever the problem is: %j',
    (problem) => {
      const name = fileName(['word-problems', problem, 'beam'], 'inkling.json');
      expect(name).toMatch(/^word-problems-([\w-]+-)?beam\.inkling\.json$/);
      expect(Buffer.byteLength(name)).toBeLessThan(160);
    },
  );

  it('is there where nothing is left of the parts', () => expect(fileName(['', '。'], 'csv')).toBe('inkling.csv'));
});
