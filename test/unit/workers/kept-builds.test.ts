import { describe, expect, it } from 'vitest';
import { afterBuild } from '../../../workers/kept-builds';

const A = ['assets/index-A.js', 'assets/labels-A.js', 'assets/font.woff2', 'index.html?v=A'];
const B = ['assets/index-B.js', 'assets/labels-B.js', 'assets/font.woff2', 'index.html?v=B'];
const C = ['assets/index-C.js', 'assets/labels-B.js', 'assets/font.woff2', 'index.html?v=C'];

describe('when a build takes over', () => {
  const first = afterBuild(A, undefined, A);
  const second = afterBuild(B, first.builds, [...A, ...B]);

  it('the first keeps its own', () => {
    expect(first).toEqual({ builds: { current: A, previous: A.slice(0, 3) }, outdated: [] });
  });

  it('the parts of the one before it stay, and its documents go', () => {
    expect(second.outdated).toEqual(['index.html?v=A']);
    expect(second.builds.previous).toEqual(A.slice(0, 3));
  });

  it('those of the one before that go, unless they are parts of this one, too', () => {
    const keys = [...A.slice(0, 3), ...B, ...C];
    expect(afterBuild(C, second.builds, keys).outdated).toEqual([
      'assets/index-A.js',
      'assets/labels-A.js',
      'index.html?v=B',
    ]);
  });

  it('again with the same files, it keeps what it kept', () => {
    expect(afterBuild(B, second.builds, [...A.slice(0, 3), ...B])).toEqual({ builds: second.builds, outdated: [] });
  });
});
