/** Digits without leading zeros; `0` for none at all. */
export function canonicalDigits(digits: string): string {
  let start = 0;
  while (start < digits.length - 1 && digits.charCodeAt(start) === 48) start += 1;
  return start === 0 ? digits || '0' : digits.slice(start);
}

/** Orders two {@link canonicalDigits} as numbers of any length, without loss of precision. */
export function compareDigits(a: string, b: string): number {
  if (a.length !== b.length) return a.length - b.length;
  return compareText(a, b);
}

/** Orders two texts by their UTF-16 units. */
export function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/** Orders two lists element by element; of a list and its extension the shorter one is first. */
export function compareLists<Item>(
  a: readonly Item[],
  b: readonly Item[],
  compare: (a: Item, b: Item) => number,
): number {
  const shared = Math.min(a.length, b.length);
  for (let index = 0; index < shared; index += 1) {
    const order = compare(a[index] as Item, b[index] as Item);
    if (order !== 0) return order;
  }
  return a.length - b.length;
}

/** Whether the unit at a position is `0` to `9`. */
export function isDigitAt(text: string, index: number): boolean {
  const unit = text.charCodeAt(index);
  return unit >= 48 && unit <= 57;
}

/** Whether the unit at a position is an ASCII letter. */
export function isLetterAt(text: string, index: number): boolean {
  const unit = text.charCodeAt(index) | 32;
  return unit >= 97 && unit <= 122;
}
