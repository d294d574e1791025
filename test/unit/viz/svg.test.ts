import { describe, expect, it } from 'vitest';
import { escapeXml, svgDocument } from '../../../src/viz/svg';

const NO_XML = ['\0', '\u0001', '\u000b', '\u001f', '\ufffe', '\uffff', '\ud800', '\udfff'];

describe('a picture', () => {
  it.each(NO_XML)('is well-formed with %j in the markup that a browser wrote, and in its title', (sign) => {
    const options = { title: `tvm${sign}`, background: '#fff', style: '' };
    const { svg } = svgDocument({ width: 1, height: 1 }, `<text>tvm${sign}</text>`, options);
    expect(svg).not.toContain(sign);
    expect(svg.match(/tvm\ufffd/g)).toHaveLength(2);
  });

  it('keeps what XML can hold', () => {
    expect(escapeXml('a\tb\n<é 😀> & "c"')).toBe('a\tb\n&lt;é 😀&gt; &amp; &quot;c&quot;');
  });
});
