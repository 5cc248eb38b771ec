import type { Product, VersionRule } from './classifier.ts';

/** Hits of one anchor that are looked at. */
const MAX_HITS = 20_000;

/** A version with the place of the anchor that told it. */
export interface FoundVersion {
  readonly version: string;
  readonly offset: number;
  readonly product?: Product;
}

function hasPathPrefix(rule: VersionRule, path: string, version: string): boolean {
  if (!rule.pathPrefix) return true;
  const prefix = rule.pathPrefix.exec(path)?.[1];
  return prefix === '' || version === prefix || version.startsWith(`${prefix}.`);
}

function* hits(bytes: Buffer, anchors: readonly string[]): Generator<number> {
  if (anchors.length === 0) yield 0;
  for (const anchor of anchors) {
    const literal = Buffer.from(anchor, 'latin1');
    let left = MAX_HITS;
    for (let at = bytes.indexOf(literal); at >= 0 && left > 0; at = bytes.indexOf(literal, at + 1), left--) yield at;
  }
}

function findByRule(bytes: Buffer, path: string, rule: VersionRule): FoundVersion | undefined {
  const [before, from] = rule.window ?? [0, 160];
  let found: FoundVersion | undefined;
  for (const at of hits(bytes, rule.anchors)) {
    const window = bytes.toString('latin1', Math.max(0, at - before), at + from);
    const version = rule.pattern.exec(window)?.groups?.['version'];
    if (version === undefined || version.length > 100 || !hasPathPrefix(rule, path, version)) continue;
    if (!rule.unanimous) return { version, offset: at, product: rule.product };
    if (found && found.version !== version) return undefined;
    found ??= { version, offset: at, product: rule.product };
  }
  return found;
}

/**
 * The version that the rules find in the bytes. Literals are searched natively and each regular expression sees only a
 * small window, so that the time is linear in the file and no file becomes one large string.
 */
export function findVersion(bytes: Buffer, path: string, rules: readonly VersionRule[]): FoundVersion | undefined {
  for (const rule of rules) {
    const found = findByRule(bytes, path, rule);
    if (found) return found;
  }
  return undefined;
}
