/** Texts of HTML parts: what strangers wrote, in time proportional to its length. */
import { expect, test } from 'vitest';
import { plainText } from '../../../../host/objects/mime/plaintext.js';

test.each([
  ['<p>One</p><p>Two<br>Three</p>', 'One\nTwo\nThree'],
  ['a<STYLE type=x>b{c}</style >d', 'ad'],
  ['a<script>alert("<b>")</script>b', 'ab'],
  ['a<script>never closed', 'a'],
  ['1 < 2 and &lt;b&gt; &amp;amp; &quot;&#39;&nbsp;x', '1 < 2 and <b> &amp; "\' x'],
  ['x<scripts>y</scripts>z', 'xyz'],
  ['<div>a</div>\n\n\n\n<div>b</div>', 'a\n\nb'],
  ['<', '<'],
  ['', ''],
])('%j', (html, text) => expect(plainText(html)).toBe(text));

// A scan that looks to the end for each of these would take hours.
test.each(['<script>', '<style ', '<', '</p', '<script></', '&lt;', '<b>'])('a megabyte of %j', piece => {
  expect(typeof plainText(piece.repeat(1_000_000 / piece.length))).toBe('string');
});
