/** A year and a number of at most nine digits fit an integer key below 2^53. */
const FACTOR = 1_000_000_000;
const form = /^CVE-(\d{4})-(\d{4,9})$/;

/** Scores and percentiles have five decimals; a percentile times 100000 is below 2^17. */
const SCALE = 100_000;
const SHIFT = 131_072;

/** The integer key of a CVE; undefined for what has none. */
export function epssKey(vulnerability: string): number | undefined {
  const match = form.exec(vulnerability);
  // A number is written with at least four digits and no more zeros than that takes.
  return match && (match[2]?.length === 4 || match[2]?.[0] !== '0')
    ? Number(match[1]) * FACTOR + Number(match[2])
    : undefined;
}

/** The CVE of a key. */
export function vulnerabilityOfKey(key: number): string {
  const year = Math.floor(key / FACTOR);
  return `CVE-${String(year).padStart(4, '0')}-${String(key % FACTOR).padStart(4, '0')}`;
}

/** Score and percentile as one integer. */
export function packScore(score: number, percentile: number): number {
  return Math.round(score * SCALE) * SHIFT + Math.round(percentile * SCALE);
}

/** Reads what {@link packScore} wrote. */
export function unpackScore(value: number): { score: number; percentile: number } {
  return { score: Math.floor(value / SHIFT) / SCALE, percentile: (value % SHIFT) / SCALE };
}
