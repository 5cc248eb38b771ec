import { licenseExpression } from '../reading/license.ts';

/** A licence field is short; what is longer is a text, not a name. Characters. */
const MAX_FIELD = 2000;
const MAX_DEPTH = 32;

/** How a distribution spells licences: names in lower case to SPDX expressions. */
export type LicenseNames = Readonly<Record<string, string>>;

/** Names that Fedora, SUSE, Alpine and Arch used before SPDX, beyond those that all ecosystems share. */
const distributionNames: LicenseNames = {
  'gpl+': 'GPL-1.0-or-later',
  'gpl1+': 'GPL-1.0-or-later',
  gpl2: 'GPL-2.0-only',
  'gpl2+': 'GPL-2.0-or-later',
  gpl3: 'GPL-3.0-only',
  'gpl3+': 'GPL-3.0-or-later',
  gplv1: 'GPL-1.0-only',
  'gplv1+': 'GPL-1.0-or-later',
  'gpl-1.0+': 'GPL-1.0-or-later',
  'gpl-3.0+': 'GPL-3.0-or-later',
  lgpl: 'LGPL-2.0-or-later',
  'lgpl+': 'LGPL-2.0-or-later',
  lgpl2: 'LGPL-2.0-only',
  'lgpl2+': 'LGPL-2.0-or-later',
  'lgpl2.1': 'LGPL-2.1-only',
  'lgpl2.1+': 'LGPL-2.1-or-later',
  lgpl3: 'LGPL-3.0-only',
  'lgpl3+': 'LGPL-3.0-or-later',
  'lgplv2.1': 'LGPL-2.1-only',
  'lgplv2.1+': 'LGPL-2.1-or-later',
  lgplv3: 'LGPL-3.0-only',
  'lgpl-2.0+': 'LGPL-2.0-or-later',
  'lgpl-3.0+': 'LGPL-3.0-or-later',
  agpl3: 'AGPL-3.0-only',
  agplv3: 'AGPL-3.0-only',
  'agplv3+': 'AGPL-3.0-or-later',
  'agpl-3': 'AGPL-3.0-only',
  'agpl-3+': 'AGPL-3.0-or-later',
  'gpl-1': 'GPL-1.0-only',
  'lgpl-2.1': 'LGPL-2.1-only',
  gfdl: 'GFDL-1.1-or-later',
  'gfdl-1.2': 'GFDL-1.2-only',
  'gfdl-1.2+': 'GFDL-1.2-or-later',
  'gfdl-1.3': 'GFDL-1.3-only',
  'gfdl-1.3+': 'GFDL-1.3-or-later',
  artistic: 'Artistic-1.0-Perl',
  'artistic-1': 'Artistic-1.0',
  'artistic 2.0': 'Artistic-2.0',
  'artistic-2': 'Artistic-2.0',
  perl: 'Artistic-1.0-Perl OR GPL-1.0-or-later',
  'apache-2': 'Apache-2.0',
  apache: 'Apache-2.0',
  'asl 1.1': 'Apache-1.1',
  'bsd with advertising': 'BSD-4-Clause',
  'bsd-4-clause': 'BSD-4-Clause',
  'bsd 4-clause': 'BSD-4-Clause',
  'bsd-3-clause': 'BSD-3-Clause',
  'bsd-2-clause': 'BSD-2-Clause',
  bsd3: 'BSD-3-Clause',
  bsd2: 'BSD-2-Clause',
  'mplv1.1': 'MPL-1.1',
  'mplv2.0': 'MPL-2.0',
  'mpl-1.1': 'MPL-1.1',
  'mpl-2.0': 'MPL-2.0',
  'mpl 1.1': 'MPL-1.1',
  mpl2: 'MPL-2.0',
  'mpl2.0': 'MPL-2.0',
  boost: 'BSL-1.0',
  isc: 'ISC',
  openssl: 'OpenSSL',
  openldap: 'OLDAP-2.8',
  python: 'Python-2.0',
  pythonv2: 'Python-2.0',
  ruby: 'Ruby',
  vim: 'Vim',
  unicode: 'Unicode-DFS-2016',
  ucd: 'Unicode-DFS-2016',
  x11: 'X11',
  cc0: 'CC0-1.0',
  wtfpl: 'WTFPL',
  afl: 'AFL-2.1',
  tcl: 'TCL',
  sleepycat: 'Sleepycat',
  curl: 'curl',
  beerware: 'Beerware',
  'public domain': 'LicenseRef-public-domain',
};

/** Exceptions by the words that distributions use for them (SPDX licence exceptions list). */
const exceptions: ReadonlyArray<readonly [RegExp, string]> = [
  [/gcc|runtime library/, 'GCC-exception-3.1'],
  [/autoconf/, 'Autoconf-exception-2.0'],
  [/bison/, 'Bison-exception-2.2'],
  [/classpath/, 'Classpath-exception-2.0'],
  [/libtool/, 'Libtool-exception'],
  [/font/, 'Font-exception-2.0'],
  [/llvm/, 'LLVM-exception'],
  [/syscall/, 'Linux-syscall-note'],
];

type Operator = 'AND' | 'OR';
interface Joined {
  readonly operator: Operator;
  readonly parts: readonly Expression[];
}
type Expression = string | Joined;

function knownName(name: string, names: LicenseNames): string | undefined {
  const key = name.toLowerCase();
  if (Object.hasOwn(names, key)) return names[key];
  if (Object.hasOwn(distributionNames, key)) return distributionNames[key];
  const expression = licenseExpression(name);
  return expression?.startsWith('LicenseRef-') && !name.startsWith('LicenseRef-') ? undefined : expression;
}

/** `GPL-3+ with GCC exception`: the licence with the exception that SPDX lists, where it lists one. */
function withException(name: string, names: LicenseNames): string | undefined {
  const parts = /^(\S+)\s+with\s+(.+)$/i.exec(name);
  const license = parts?.[1] && knownName(parts[1], names);
  const exception = exceptions.find(([words]) => words.test((parts?.[2] ?? '').toLowerCase()))?.[1];
  return license && exception ? licenseExpression(`${license} WITH ${exception}`) : undefined;
}

function spdxName(name: string, names: LicenseNames): string | undefined {
  return knownName(name, names) ?? withException(name, names) ?? licenseExpression(name);
}

const separator = /(\(|\)|,?\s+and\/or\s+|,\s*and\s+|,\s*or\s+|\s+and\s+|\s+or\s+|\s*&&?\s*|\s*\|\|?\s*|[,;])/i;

function tokensOf(text: string): string[] {
  return text
    .split(separator)
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

/** Which operator a token is, and how loosely it binds: a comma lowers its precedence (Debian copyright format 1.0, 7.2). */
function operatorOf(token: string | undefined): { operator: Operator; loose: boolean } | undefined {
  if (token === undefined) return undefined;
  const word = token.toLowerCase();
  const loose = /^[,;]/.test(word);
  const bare = word.replace(/^[,;]\s*/, '');
  if (/^(and\/or|or|\|\|?)$/.test(bare)) return { operator: 'OR', loose };
  if (/^(and|&&?|)$/.test(bare)) return { operator: 'AND', loose };
  return undefined;
}

/** Recursive descent over `A or B, and C`; undefined where the words make no expression. */
class ExpressionReader {
  readonly #tokens: readonly string[];
  readonly #names: LicenseNames;
  #at = 0;

  constructor(tokens: readonly string[], names: LicenseNames) {
    this.#tokens = tokens;
    this.#names = names;
  }

  whole(): Expression | undefined {
    const expression = this.#joined(0, 0);
    return this.#at === this.#tokens.length ? expression : undefined;
  }

  /** Levels from loose to tight: after commas, `or`, `and`. */
  #joined(level: number, depth: number): Expression | undefined {
    if (level === 3) return this.#atom(depth);
    let left = this.#joined(level + 1, depth);
    while (left !== undefined) {
      const next = operatorOf(this.#tokens[this.#at]);
      if (!next || (next.loose ? 0 : next.operator === 'OR' ? 1 : 2) !== level) return left;
      this.#at += 1;
      const right = this.#joined(level + 1, depth);
      left = right === undefined ? undefined : { operator: next.operator, parts: [left, right] };
    }
    return undefined;
  }

  #atom(depth: number): Expression | undefined {
    const token = this.#tokens[this.#at];
    if (token === undefined || token === ')' || operatorOf(token) || depth > MAX_DEPTH) return undefined;
    this.#at += 1;
    if (token !== '(') return spdxName(token, this.#names);
    const inner = this.#joined(0, depth + 1);
    if (this.#tokens[this.#at] !== ')') return undefined;
    this.#at += 1;
    return inner;
  }
}

function flattened(expression: Expression, operator: Operator): Expression[] {
  if (typeof expression === 'string' || expression.operator !== operator) return [expression];
  return expression.parts.flatMap((part) => flattened(part, operator));
}

function written(expression: Expression): string {
  if (typeof expression === 'string') return expression;
  const parts = flattened(expression, expression.operator).map((part) => {
    const text = written(part);
    const compound = typeof part === 'string' ? / (AND|OR) /.test(text) : true;
    return compound ? `(${text})` : text;
  });
  const distinct = [...new Set(parts)];
  return distinct.length === 1
    ? (distinct[0] as string).replace(/^\((.*)\)$/s, '$1')
    : distinct.join(` ${expression.operator} `);
}

/** The whole field as one name or expression; undefined where it is a name that nobody lists. */
export function knownLicense(text: string, names: LicenseNames = {}): string | undefined {
  // SPDX operators are upper case; the parser of SPDX expressions is not that strict.
  return / (and|or) /.test(text) ? undefined : knownName(text, names);
}

/**
 * The SPDX expression of a licence field as distributions write it: names of their own, joined by `and`, `or`, commas and
 * parentheses. What SPDX does not list becomes a `LicenseRef-…`; undefined where nothing is declared.
 */
export function distributionLicense(declared: string | undefined, names: LicenseNames = {}): string | undefined {
  const text = declared?.replace(/\s+/g, ' ').trim();
  if (!text || text.length > MAX_FIELD) return undefined;
  const whole = knownLicense(text, names);
  if (whole !== undefined) return whole;
  const expression = new ExpressionReader(tokensOf(text), names).whole();
  return expression === undefined ? licenseExpression(text) : written(expression);
}
