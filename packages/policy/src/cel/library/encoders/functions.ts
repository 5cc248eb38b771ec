import type { CelFunction, CelLibrary } from '../../function.ts';
import { bytes, text } from '../../types.ts';
import { invalidArgument, spendResult, spendText } from '../bounds.ts';
import { declareFunction } from '../standard/declare.ts';

const functions: readonly CelFunction[] = [
  declareFunction('base64.encode', [bytes], text, ([source], meter) => {
    const octets = source as Uint8Array;
    spendResult(meter, Math.ceil(octets.length / 3) * 4);
    return Buffer.from(octets).toString('base64');
  }),
  declareFunction('base64.decode', [text], bytes, ([source], meter) => {
    meter.spend(10);
    spendText(meter, source as string);
    // Line ends are ignored, as encoders break lines (RFC 2045).
    const encoded = (source as string).replace(/[\r\n]+/g, '');
    const digits = encoded.replace(/={1,2}$/, '');
    const isPadded = digits.length !== encoded.length;
    if (!/^[A-Za-z0-9+/]*$/.test(digits) || digits.length % 4 === 1 || (isPadded && encoded.length % 4 !== 0))
      throw invalidArgument('the text is not base64');
    return new Uint8Array(Buffer.from(digits, 'base64'));
  }),
];

/** Base64 (cel-go, ext/encoders); padding may be left out. */
export const encodersLibrary: CelLibrary = { id: 'cel.lib.ext.encoders', functions };
