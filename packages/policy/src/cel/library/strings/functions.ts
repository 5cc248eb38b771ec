import type { CelFunction, CelLibrary, Meter } from '../../function.ts';
import { dyn, int, listOf, text } from '../../types.ts';
import type { CelValue } from '../../values.ts';
import { invalidArgument, spendResult, spendText } from '../bounds.ts';
import { declareFunction, declareMethod } from '../standard/declare.ts';
import { Characters } from './characters.ts';
import { format } from './format.ts';
import { quote } from './quote.ts';

function indexOf(source: string, wanted: string, from: bigint, meter: Meter): bigint {
  spendText(meter, source, wanted);
  const characters = new Characters(source);
  const start = characters.position(from);
  if (wanted === '') return BigInt(start);
  return BigInt(characters.characterAt(source.indexOf(wanted, characters.unitsBefore(start))));
}

function lastIndexOf(source: string, wanted: string, from: bigint | undefined, meter: Meter): bigint {
  spendText(meter, source, wanted);
  const characters = new Characters(source);
  const start = from === undefined ? characters.length : characters.position(from);
  if (wanted === '') return BigInt(start);
  return BigInt(characters.characterAt(source.lastIndexOf(wanted, characters.unitsBefore(start))));
}

function substring(source: string, start: bigint, end: bigint | undefined, meter: Meter): string {
  spendText(meter, source);
  const characters = new Characters(source);
  const first = characters.position(start);
  const last = end === undefined ? characters.length : characters.position(end);
  if (first > last) throw invalidArgument(`invalid substring range. start: ${start}, end: ${end}`);
  return characters.slice(first, last);
}

/** At most `limit` parts, the last with all that is left; a negative limit is none. */
function split(source: string, separator: string, limit: bigint, meter: Meter): readonly string[] {
  spendText(meter, source, separator);
  const parts = separator === '' ? Array.from(source) : source.split(separator);
  meter.spend(parts.length);
  if (limit < 0n || limit >= BigInt(parts.length)) return parts;
  if (limit === 0n) return [];
  const kept = Number(limit) - 1;
  return [...parts.slice(0, kept), parts.slice(kept).join(separator)];
}

function replace(source: string, wanted: string, by: string, limit: bigint, meter: Meter): string {
  if (limit === 0n) return source;
  // Nothing stands before every character and at the end.
  const parts = wanted === '' ? ['', ...split(source, '', -1n, meter), ''] : split(source, wanted, -1n, meter);
  const most = limit < 0n ? parts.length : Number(limit);
  const count = Math.min(parts.length - 1, most);
  spendResult(meter, source.length + count * (by.length - wanted.length));
  return (
    parts.slice(0, count + 1).join(by) +
    parts
      .slice(count + 1)
      .map((part) => wanted + part)
      .join('')
  );
}

function join(parts: readonly string[], separator: string, meter: Meter): string {
  meter.spend(parts.length);
  spendResult(
    meter,
    parts.reduce((sum, part) => sum + part.length + separator.length, 0),
  );
  return parts.join(separator);
}

/** Unicode's White_Space, which JavaScript's `trim` does not follow (U+0085, U+FEFF). */
const SPACE = /[\t-\r\u0020\u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]/;

function trim(source: string): string {
  let [start, end] = [0, source.length];
  while (start < end && SPACE.test(source.charAt(start))) start += 1;
  while (end > start && SPACE.test(source.charAt(end - 1))) end -= 1;
  return source.slice(start, end);
}

/** A method of a text that makes another from it alone. */
function mapping(name: string, apply: (source: string) => string): CelFunction {
  return declareMethod(name, [text], text, ([source], meter) => {
    spendText(meter, source as string);
    return apply(source as string);
  });
}

const functions: readonly CelFunction[] = [
  declareMethod('charAt', [text, int], text, ([source, index], meter) => {
    spendText(meter, source as string);
    const characters = new Characters(source as string);
    const position = characters.position(index as bigint);
    return characters.slice(position, position + 1);
  }),
  declareMethod('indexOf', [text, text], int, ([source, wanted], meter) =>
    indexOf(source as string, wanted as string, 0n, meter),
  ),
  declareMethod('indexOf', [text, text, int], int, ([source, wanted, from], meter) =>
    indexOf(source as string, wanted as string, from as bigint, meter),
  ),
  declareMethod('lastIndexOf', [text, text], int, ([source, wanted], meter) =>
    lastIndexOf(source as string, wanted as string, undefined, meter),
  ),
  declareMethod('lastIndexOf', [text, text, int], int, ([source, wanted, from], meter) =>
    lastIndexOf(source as string, wanted as string, from as bigint, meter),
  ),
  declareMethod('substring', [text, int], text, ([source, start], meter) =>
    substring(source as string, start as bigint, undefined, meter),
  ),
  declareMethod('substring', [text, int, int], text, ([source, start, end], meter) =>
    substring(source as string, start as bigint, end as bigint, meter),
  ),
  declareMethod('split', [text, text], listOf(text), ([source, separator], meter) =>
    split(source as string, separator as string, -1n, meter),
  ),
  declareMethod('split', [text, text, int], listOf(text), ([source, separator, limit], meter) =>
    split(source as string, separator as string, limit as bigint, meter),
  ),
  declareMethod('replace', [text, text, text], text, ([source, wanted, by], meter) =>
    replace(source as string, wanted as string, by as string, -1n, meter),
  ),
  declareMethod('replace', [text, text, text, int], text, ([source, wanted, by, limit], meter) =>
    replace(source as string, wanted as string, by as string, limit as bigint, meter),
  ),
  declareMethod('join', [listOf(text)], text, ([parts], meter) => join(parts as readonly string[], '', meter)),
  declareMethod('join', [listOf(text), text], text, ([parts, separator], meter) =>
    join(parts as readonly string[], separator as string, meter),
  ),
  mapping('lowerAscii', (source) => source.replace(/[A-Z]+/g, (letters) => letters.toLowerCase())),
  mapping('upperAscii', (source) => source.replace(/[a-z]+/g, (letters) => letters.toUpperCase())),
  mapping('trim', trim),
  declareMethod('reverse', [text], text, ([source], meter) => {
    // Every character becomes a text of its own on the way.
    meter.spend(20 + (source as string).length);
    return Array.from(source as string)
      .reverse()
      .join('');
  }),
  declareFunction('strings.quote', [text], text, ([source], meter) => {
    spendText(meter, source as string);
    return quote(source as string);
  }),
  declareMethod('format', [text, listOf(dyn)], text, ([template, values], meter) => {
    spendText(meter, template as string);
    return format(template as string, values as readonly CelValue[], meter);
  }),
];

/** Texts (cel-go, ext/strings, version 4). */
export const stringsLibrary: CelLibrary = { id: 'cel.lib.ext.strings', functions };
