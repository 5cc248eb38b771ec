/** A finite double as mantissa times a power of two, exactly. */
function exactly(value: number): readonly [mantissa: bigint, exponent: number] {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, Math.abs(value));
  const bits = view.getBigUint64(0);
  const biased = Number(bits >> 52n);
  const fraction = bits & ((1n << 52n) - 1n);
  return biased === 0 ? [fraction, -1074] : [fraction | (1n << 52n), biased - 1075];
}

/** The value times a power of ten, rounded to the nearest integer, halves to the even one, as C and Go print. */
function scaled(value: number, power: number): bigint {
  const [mantissa, exponent] = exactly(value);
  const up = power > 0 ? 10n ** BigInt(power) : 1n;
  const down = power < 0 ? 10n ** BigInt(-power) : 1n;
  const dividend = mantissa * up * (exponent > 0 ? 1n << BigInt(exponent) : 1n);
  const divisor = down * (exponent < 0 ? 1n << BigInt(-exponent) : 1n);
  const quotient = dividend / divisor;
  const twice = 2n * (dividend - quotient * divisor);
  return twice > divisor || (twice === divisor && quotient % 2n === 1n) ? quotient + 1n : quotient;
}

function signOf(value: number): string {
  return value < 0 || Object.is(value, -0) ? '-' : '';
}

/** A finite double with a fixed number of digits behind the point: C's `%.3f`. */
export function fixed(value: number, precision: number): string {
  const digits = scaled(value, precision)
    .toString()
    .padStart(precision + 1, '0');
  const point = digits.length - precision;
  return signOf(value) + digits.slice(0, point) + (precision > 0 ? `.${digits.slice(point)}` : '');
}

/** A finite double with an exponent of at least two digits: C's `%.3e`. */
export function scientific(value: number, precision: number): string {
  let exponent = value === 0 ? 0 : Number(value.toExponential().split('e')[1]);
  let digits = scaled(value, precision - exponent).toString();
  if (digits.length > precision + 1) {
    // Rounded up to the next power of ten.
    exponent += 1;
    digits = digits.slice(0, -1);
  }
  digits = digits.padEnd(precision + 1, '0');
  const written = `${exponent < 0 ? '-' : '+'}${Math.abs(exponent).toString().padStart(2, '0')}`;
  return `${signOf(value)}${digits.slice(0, 1)}${precision > 0 ? `.${digits.slice(1)}` : ''}e${written}`;
}

/** The shortest digits that give the same double again, never with an exponent. */
export function shortest(value: number): string {
  const [digits = '', exponent = '0'] = Math.abs(value).toExponential().split('e');
  const plain = digits.replace('.', '');
  const point = Number(exponent) + 1;
  if (point <= 0) return `${signOf(value)}${value === 0 ? '0' : `0.${'0'.repeat(-point)}${plain}`}`;
  const whole = plain.slice(0, point).padEnd(point, '0');
  return `${signOf(value)}${whole}${plain.length > point ? `.${plain.slice(point)}` : ''}`;
}
