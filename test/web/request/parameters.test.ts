import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readContentType } from '../../../host/web/request/contenttype.js';
import { defaultWebLimits, type WebLimits } from '../../../host/web/request/limits.js';
import { readMultipart } from '../../../host/web/request/multipart.js';
import { type Parameter, Parameters } from '../../../host/web/request/parameters.js';
import { encodeURL } from '../../../host/web/request/percent.js';
import { readURLEncoded } from '../../../host/web/request/urlencoded.js';

const limits: WebLimits = { ...defaultWebLimits, parameters: 20, nameBytes: 30, uploadBytes: 1000 };

function urlParameters(text: string, charset: string | null = null): Parameters {
  const list: Parameter[] = [];
  readURLEncoded(text, list, limits);
  return new Parameters(list, charset);
}

async function formParameters(body: string | Buffer, boundary = 'B'): Promise<Parameters> {
  const list: Parameter[] = [];
  await readMultipart(Buffer.from(body), `multipart/form-data; boundary=${boundary}`, list, limits);
  return new Parameters(list, null);
}

const part = (head: string, body: string) =>
  `--B\r\nContent-Disposition: form-data; ${head}\r\n\r\n${body}\r\n`;

describe('URL parameters', () => {
  it('keeps raw bytes and order, compares names without case', () => {
    const parameters = urlParameters('MSG=1&msg=2&A=%FF+%2B&empty=&flag&&=x');
    expect(parameters.raw('Msg')).toBe('1');
    expect(parameters.texts('mSg')).toEqual(['1', '2']);
    expect(parameters.raw('a')).toBe('\xff +');
    expect(parameters.raw('empty')).toBe('');
    expect(parameters.has('flag')).toBe(true);
    expect(parameters.raw('none')).toBeNull();
    expect(parameters.textOr('none')).toBe('');
  });

  it.each([
    ['a=%', 'bad-form'],
    ['a=%4', 'bad-form'],
    ['%zz=1', 'bad-form'],
    ['a=1&'.repeat(21), 'too-many-parameters'],
    [`${'n'.repeat(31)}=1`, 'name-too-long'],
  ])('refuses %s', (text, code) => {
    expect(() => urlParameters(text)).toThrow(expect.objectContaining({ code }));
  });

  it.each([
    ['a=%FF', 'bad-encoding'],
    ['a=x%00y', 'bad-encoding'],
    ['a=x&FormCharset=bogus', 'bad-charset'],
    ['a=x&FormCharset=base64', 'bad-charset'],
  ])('has no text in %s', (text, code) => {
    expect(() => urlParameters(text).text('a')).toThrow(expect.objectContaining({ code }));
  });

  it.each([
    ['a=%E4&FormCharset=iso-8859-1', 'Ã¤'],
    ['formcharset=Shift_JIS&a=%83e', 'ã\u0083\u0086'],
    ['a=%C3%A4&FormCharset=utf-8', 'Ã¤'],
    ['a=1%0D%0A2%0D3', '1\n2\n3'],
  ])('reads the text of %s', (text, expected) => {
    expect(urlParameters(text).text('a')).toBe(expected);
  });

  it('takes time in proportion to the text', () => {
    const many = { ...limits, parameters: 1_000_000 };
    const read = (count: number) => {
      const list: Parameter[] = [];
      readURLEncoded('a&'.repeat(count), list, many);
      const parameters = new Parameters(list, null);
      for (let at = 0; at < count; at++) parameters.has('nobody');
      return list.length;
    };
    // Quadratic work would take minutes here.
    expect(read(300_000)).toBe(300_000);
  });

  it('reads back what it encodes', () => {
    const bytes = fc.uint8Array({ maxLength: 40 }).map(data => Buffer.from(data).toString('latin1'));
    fc.assert(
      fc.property(bytes, value => {
        expect(urlParameters(`v=${encodeURL(value)}`).raw('v')).toBe(value);
      }),
    );
  });
});

describe('multipart forms', () => {
  it('reads texts and files as bytes', async () => {
    const parameters = await formParameters(
      `${part('name="a"', 'ä')}${part('name="Upload"; filename="C:\\\\dir\\\\x.txt"\r\nContent-Type: text/plain', 'one')}${part('name=upload; filename="y.bin"', '\0\xff')}${part('name="Upload"; filename=""', '')}--B--\r\n`,
    );
    expect(parameters.text('A')).toBe('Ã¤');
    expect(parameters.files('UPLOAD').map(file => [file.name, file.bytes.toString()])).toEqual([
      ['x.txt', 'one'],
      ['y.bin', '\0\xff'],
    ]);
    expect(parameters.texts('upload')).toEqual([]);
  });

  it.each<[string, string, string]>([
    ['an empty body', '', 'bad-form'],
    ['no boundary in the body', 'hello', 'bad-form'],
    ['a missing end', part('name="a"', 'x'), 'bad-form'],
    ['a part that stops in its header', '--B\r\nContent-Disposition: form-', 'bad-form'],
    ['a part without name', `${part('filename="x"', 'x')}--B--`, 'bad-form'],
    [
      'a part with too large a header',
      `${part('name="b"', 'y')}${part(`name="a"\r\nX: ${'x'.repeat(20_000)}`, 'x')}--B--`,
      'bad-form',
    ],
    ['a part without disposition', `${part('name="b"', 'y')}--B\r\nX: 1\r\n\r\nx\r\n--B--`, 'bad-form'],
    [
      'a part that is no form data',
      `--B\r\nContent-Disposition: attachment; name="a"\r\n\r\nx\r\n--B--`,
      'bad-form',
    ],
    ['an empty name', `${part('name=""', 'x')}--B--`, 'bad-form'],
    ['too many parts', `${part('name="a"', 'x').repeat(21)}--B--`, 'too-many-parameters'],
    ['a long name', `${part(`name="${'n'.repeat(31)}"`, 'x')}--B--`, 'name-too-long'],
    ['a large file', `${part('name="a"; filename="f"', 'x'.repeat(1001))}--B--`, 'upload-too-large'],
  ])('refuses %s', async (_, body, code) => {
    await expect(formParameters(body)).rejects.toMatchObject({ code });
  });

  it('reads back every list of parts', async () => {
    const data = fc.uint8Array({ maxLength: 50 });
    await fc.assert(
      fc.asyncProperty(fc.array(data, { minLength: 1, maxLength: 10 }), async values => {
        const body = Buffer.concat([
          ...values.flatMap((value, at) => [
            Buffer.from(
              `--BOUNDARYxyz\r\nContent-Disposition: form-data; name="p${at}"; filename="f"\r\n\r\n`,
            ),
            Buffer.from(value),
            Buffer.from('\r\n'),
          ]),
          Buffer.from('--BOUNDARYxyz--\r\n'),
        ]);
        const list: Parameter[] = [];
        await readMultipart(body, 'multipart/form-data; boundary=BOUNDARYxyz', list, limits);
        expect(list.map(({ data }) => [...(data ?? [])])).toEqual(values.map(value => [...value]));
      }),
    );
  });
});

describe('Content-Type', () => {
  it.each<[string | undefined, string | null, string | null]>([
    [undefined, null, null],
    ['text/plain', null, null],
    ['application/json; charset=whatever', null, null],
    ['application/x-www-form-urlencoded', 'urlencoded', null],
    ['Application/X-WWW-form-urlencoded; charset=KOI8-R', 'urlencoded', 'koi8-r'],
    ['multipart/form-data; boundary="a b"', 'multipart', null],
  ])('%s', (field, form, charset) => {
    expect(readContentType(field)).toEqual({ form, charset });
  });

  it.each([
    ['', 'bad-header'],
    ['text', 'bad-header'],
    ['text/', 'bad-header'],
    ['te xt/plain', 'bad-header'],
    ['multipart/form-data', 'bad-form'],
    ['multipart/form-data; boundary=', 'bad-form'],
    [`multipart/form-data; boundary=${'b'.repeat(300)}`, 'bad-form'],
    ['application/x-www-form-urlencoded; charset=nothing', 'bad-charset'],
  ])('refuses %j', (field, code) => {
    expect(() => readContentType(field)).toThrow(expect.objectContaining({ code }));
  });
});
