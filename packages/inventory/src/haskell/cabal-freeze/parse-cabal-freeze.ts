import { linesOf } from '../../reading/text.ts';

/** One constraint on a version. */
export interface CabalConstraint {
  readonly name: string;
  /** Empty for what comes with the compiler (`installed`) or is not pinned. */
  readonly version: string;
}

/** Reads a freeze file (cabal docs, "cabal freeze"): its constraints on versions; undefined where it has none at all. */
export function parseCabalFreeze(text: string): readonly CabalConstraint[] | undefined {
  let recognized = false;
  let inConstraints = false;
  const found: CabalConstraint[] = [];
  for (const raw of linesOf(text)) {
    if (/^\s*--/.test(raw)) continue;
    const field = /^([A-Za-z][\w-]*):(.*)$/s.exec(raw);
    if (field) {
      recognized = true;
      inConstraints = field[1]?.toLowerCase() === 'constraints';
    }
    if (!inConstraints) continue;
    for (const clause of (field ? (field[2] as string) : raw).split(',')) {
      // Flags (`tls +compat -hans`) constrain no version.
      const match = /^\s*(?:any\.|setup\.)?([A-Za-z0-9-]+)\s+(?:==\s*(\d[\d.]*)|installed|[<>^=(|&{].*)\s*$/s.exec(
        clause,
      );
      if (match) found.push({ name: match[1] as string, version: match[2] ?? '' });
    }
  }
  return recognized ? found : undefined;
}
