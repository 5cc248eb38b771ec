import type { ExceptionState, PolicyException } from '@pratique/model';
import { parseEndOfDay, parseInstant } from '../load/instant.ts';

/** Ends when a fix exists, not at an instant. */
export const UNTIL_FIXED = 'until-fixed';

/** The first instant at which an exception no longer counts; undefined for `until-fixed` and for what is no instant. */
export function endOf(expires: string): Date | undefined {
  const lastInstant = parseEndOfDay(expires);
  return lastInstant ? new Date(lastInstant.getTime() + 1) : parseInstant(expires);
}

/** Letters of other scripts that look like Latin ones, and those. */
const lookalikes = new Map(
  [...'аеорсухіјѕԁһԛԝкмтвнαορυνικτβеɑıⅼӏ'].map((letter, i) => [
    letter,
    [...'aeopcyxijsdhqwkmtbhaopuviktbeaill'][i] ?? letter,
  ]),
);

/**
 * What stays of a name where nobody would see a difference: case, blanks, invisible and look-alike characters, accents, the
 * name before an address, what follows `+` in one.
 */
function personKey(name: string): string {
  const plain = name
    .normalize('NFKD')
    .replaceAll(/[\p{Cf}\p{M}\s]/gu, '')
    .toLowerCase();
  const address = /<([^<>]+)>$/.exec(plain)?.[1] ?? plain;
  const letters = [...address.normalize('NFKC')].map((letter) => lookalikes.get(letter) ?? letter).join('');
  return letters.replace(/\+[^@]*(?=@)/, '');
}

function samePerson(a: string, b: string): boolean {
  return personKey(a) === personKey(b);
}

/**
 * Where an exception stands at an instant. Only `approved` ones count: approved by somebody else than asked for it, refused by
 * nobody, and not past their end. One whose end cannot be read has expired.
 */
export function exceptionState(exception: PolicyException, at: Date): ExceptionState {
  const { approvedBy = '', deniedBy = '', requestedBy, expires } = exception;
  if (deniedBy.trim() !== '') return 'denied';
  const end = endOf(expires);
  if (expires !== UNTIL_FIXED && (!end || at.getTime() >= end.getTime())) return 'expired';
  return personKey(approvedBy) !== '' && !samePerson(approvedBy, requestedBy) ? 'approved' : 'pending';
}
