/** Session descriptions to XML and back, and the two built-ins around all formats. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { appToXML, xmlToApplication } from '../../../stdlib/builtins/apptext.js';
import { printXml } from '../../../stdlib/data/index.js';
import { readSdp, writeSdp } from '../../../stdlib/formats/sdp.js';
import { isXml } from '../../../stdlib/values/is.js';
import { newXml } from '../../../stdlib/values/make.js';

const TEXT = [
  'v=0',
  'o=jim 7 2 IN IP4 10.0.0.1',
  's=A call',
  'c=IN IP4 10.0.0.1',
  't=0 0',
  'a=tool:x',
  'm=audio 5004 RTP/AVP 0 96',
  'a=rtpmap:0 PCMU/8000',
  'a=rtpmap:96 opus/48000/2',
  'a=fmtp:96 useinbandfec=1',
  'a=ptime:20',
  'a=sendrecv',
  'a=ssrc:1 cname:a b',
  'm=video 0 RTP/AVP',
  'c=IN IP6 2001:db8::1',
  'a=inactive',
  '',
].join('\r\n');

const XML =
  '<sdp origUser="jim" sessionID="7" sessionVersion="2" origIP="[10.0.0.1]" subject="A call" ip="[10.0.0.1]">' +
  '<attr name="tool">x</attr>' +
  '<media media="audio" protocol="RTP/AVP" ptime="20" direction="sendrecv" ip="[10.0.0.1]:5004">' +
  '<codec id="0" name="PCMU/8000"/><codec id="96" name="opus/48000/2" format="useinbandfec=1"/>' +
  '<attr name="ssrc">1 cname:a b</attr></media>' +
  '<media media="video" protocol="RTP/AVP" direction="inactive" ip="[2001:db8::1]:0"/></sdp>';

describe('session descriptions', () => {
  it('are read, and written as they were', () => {
    const sdp = readSdp(TEXT);
    expect(sdp && printXml(sdp)).toBe(XML);
    expect(sdp && writeSdp(sdp)).toBe(TEXT);
  });

  it.each(['', 'v=1\r\n', 'v=0\r\nnonsense', 'v=0\r\no=a b\r\n', 'v=0\r\nm=audio x RTP/AVP 0', 'hello'])(
    'refuse %j',
    text => expect(readSdp(text)).toBeNull(),
  );

  it('never throw, and what is written is read again as the same', () => {
    const lines = fc.constantFrom(
      ...TEXT.split('\r\n'),
      'a=',
      'm=audio 9 X 1 1',
      'c=',
      'b=AS:1',
      'a=rtpmap:0 Q',
      's=-',
    );
    fc.assert(
      fc.property(fc.array(lines, { maxLength: 12 }), parts => {
        const sdp = readSdp(`v=0\r\n${parts.join('\r\n')}`);
        if (sdp === null) return;
        const text = writeSdp(sdp);
        const again = readSdp(text);
        expect(again && writeSdp(again)).toBe(text);
      }),
    );
    fc.assert(fc.property(fc.string(), text => void readSdp(`v=0\n${text}`)));
  });

  it('cannot be given further lines through a text', () => {
    const sdp = newXml('sdp');
    sdp.attributes.push({ prefix: '', name: 'subject', value: 'x\r\na=evil' });
    expect(writeSdp(sdp)).toContain('s=x a=evil\r\n');
  });
});

describe('AppToXML and XMLToApp', () => {
  const CARD = 'BEGIN:VCARD\r\nVERSION:3.0\r\nN:Holm;Clara\r\nFN:Clara Holm\r\nEND:VCARD\r\n';

  it.each(['vCard', 'VCARD'])('read a card as %s', format => {
    const card = appToXML(CARD, format);
    expect(isXml(card) && card.type).toBe('vCard');
    expect(String(xmlToApplication(card))).toContain('FN:Clara Holm');
  });

  it('tell what is wrong as a string', () => {
    expect(typeof appToXML('nonsense', 'vCard')).toBe('string');
    expect(typeof appToXML(CARD, 'nosuch')).toBe('string');
    expect(appToXML(null, 'vCard')).toBeNull();
    expect(xmlToApplication('text')).toBeNull();
    expect(xmlToApplication(newXml('other'))).toBe('<other/>');
    expect(isXml(appToXML(TEXT, 'SDP'))).toBe(true);
    expect(appToXML(CARD + CARD, 'vCard')).toHaveLength(2);
  });
});
