import type { CelFunction, Meter } from '../../function.ts';
import { bool, bytes, int, listOf, mapOf, param, text } from '../../types.ts';
import type { CelValue } from '../../values.ts';
import { isMap } from '../../value/kinds.ts';
import { declareBoth, declareMethod } from './declare.ts';
import { matches } from './regex.ts';

/** Code points of a string. */
function codePoints(value: string): number {
  let count = value.length;
  for (let i = 0; i < value.length; i += 1) {
    const unit = value.charCodeAt(i);
    if (unit >= 0xd800 && unit < 0xdc00) count -= 1;
  }
  return count;
}

function size(value: CelValue, meter: Meter): bigint {
  if (typeof value === 'string') {
    meter.spend(value.length / 10);
    return BigInt(codePoints(value));
  }
  if (Array.isArray(value) || value instanceof Uint8Array) return BigInt(value.length);
  return isMap(value) ? BigInt(value.size) : 0n;
}

function onText(test: (text: string, part: string, meter: Meter) => boolean): CelFunction['call'] {
  return ([value = '', part = ''], meter) => {
    if (typeof value !== 'string' || typeof part !== 'string') return false;
    meter.spend(value.length / 10);
    return test(value, part, meter);
  };
}

const anyList = listOf(param('A'));
const anyMap = mapOf(param('B'), param('A'));

/** `size` and tests on strings (langdef.md, "List of Standard Definitions"). */
export const textFunctions: readonly CelFunction[] = [
  ...[text, bytes, anyList, anyMap].flatMap((type) =>
    declareBoth('size', [type], int, ([value = null], meter) => size(value, meter)).map((each) => ({
      ...each,
      followsTime: true,
    })),
  ),
  declareMethod(
    'startsWith',
    [text, text],
    bool,
    onText((value, part) => value.startsWith(part)),
  ),
  declareMethod(
    'endsWith',
    [text, text],
    bool,
    onText((value, part) => value.endsWith(part)),
  ),
  declareMethod(
    'contains',
    [text, text],
    bool,
    onText((value, part) => value.includes(part)),
  ),
  ...declareBoth('matches', [text, text], bool, onText(matches)),
];
