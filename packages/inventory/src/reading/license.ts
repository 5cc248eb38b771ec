import parseExpression from 'spdx-expression-parse';

/** Spellings that ecosystems use for licences that SPDX lists under another id. Lower case. */
const aliases: Readonly<Record<string, string>> = {
  'apache 2.0': 'Apache-2.0',
  'apache 2': 'Apache-2.0',
  'apache-2': 'Apache-2.0',
  'apache license 2.0': 'Apache-2.0',
  'apache license, version 2.0': 'Apache-2.0',
  'apache license version 2.0': 'Apache-2.0',
  'apache software license': 'Apache-2.0',
  'the apache software license, version 2.0': 'Apache-2.0',
  'the apache license, version 2.0': 'Apache-2.0',
  asl20: 'Apache-2.0',
  'asl 2.0': 'Apache-2.0',
  mit: 'MIT',
  'mit license': 'MIT',
  'the mit license': 'MIT',
  expat: 'MIT',
  bsd: 'BSD-3-Clause',
  'bsd license': 'BSD-3-Clause',
  'bsd-2': 'BSD-2-Clause',
  'bsd-3': 'BSD-3-Clause',
  'bsd 2-clause': 'BSD-2-Clause',
  'bsd 3-clause': 'BSD-3-Clause',
  'new bsd license': 'BSD-3-Clause',
  'isc license': 'ISC',
  gpl: 'GPL-1.0-or-later',
  'gpl-1': 'GPL-1.0-only',
  'gpl-1+': 'GPL-1.0-or-later',
  'gpl-2': 'GPL-2.0-only',
  gplv2: 'GPL-2.0-only',
  'gplv2+': 'GPL-2.0-or-later',
  'gpl-2+': 'GPL-2.0-or-later',
  'gpl-2.0+': 'GPL-2.0-or-later',
  'gpl-3': 'GPL-3.0-only',
  gplv3: 'GPL-3.0-only',
  'gplv3+': 'GPL-3.0-or-later',
  'gpl-3+': 'GPL-3.0-or-later',
  'lgpl-2': 'LGPL-2.0-only',
  'lgpl-2+': 'LGPL-2.0-or-later',
  'lgpl-2.1': 'LGPL-2.1-only',
  lgplv2: 'LGPL-2.0-only',
  'lgplv2+': 'LGPL-2.0-or-later',
  'lgpl-2.1+': 'LGPL-2.1-or-later',
  'lgpl-3': 'LGPL-3.0-only',
  'lgpl-3+': 'LGPL-3.0-or-later',
  'lgplv3+': 'LGPL-3.0-or-later',
  'mpl 2.0': 'MPL-2.0',
  'mozilla public license 2.0 (mpl 2.0)': 'MPL-2.0',
  'python software foundation license': 'PSF-2.0',
  psf: 'PSF-2.0',
  'public domain': 'LicenseRef-public-domain',
  'public-domain': 'LicenseRef-public-domain',
  unlicense: 'Unlicense',
  'the unlicense': 'Unlicense',
  zlib: 'Zlib',
};

/** Licence texts pasted into a licence field are not names. */
const MAX_NAME = 200;

function isExpression(text: string): boolean {
  try {
    parseExpression(text);
    return true;
  } catch {
    return false;
  }
}

/** What was told of a name: packages share their licences, and telling takes a parser. */
const told = new Map<string, string | undefined>();
const MAX_TOLD = 2000;

function licenseName(declared: string): string | undefined {
  if (declared.length > MAX_NAME) return spdxName(declared);
  if (told.has(declared)) return told.get(declared);
  const name = spdxName(declared);
  if (told.size >= MAX_TOLD) told.clear();
  told.set(declared, name);
  return name;
}

/** One licence name as SPDX writes it; `LicenseRef-…` for what SPDX does not list. Undefined where there is none. */
function spdxName(declared: string): string | undefined {
  const text = declared.trim();
  if (text === '' || text.length > MAX_NAME || /^(unknown|none|n\/a|see license.*)$/i.test(text)) return undefined;
  const alias = text.toLowerCase();
  if (Object.hasOwn(aliases, alias)) return aliases[alias];
  if (isExpression(text)) return text;
  const slug = text.replace(/[^A-Za-z0-9.-]+/g, '-').replace(/^-+|-+$/g, '');
  return slug ? `LicenseRef-${slug}` : undefined;
}

/**
 * The SPDX licence expression (SPDX 2.3, annex D) of what a package declares: an expression, a known spelling, or
 * `LicenseRef-…`. Several declared names are joined: `AND` unless the ecosystem means a choice.
 */
export function licenseExpression(
  declared: string | readonly string[] | undefined,
  join: 'AND' | 'OR' = 'AND',
): string | undefined {
  if (declared === undefined) return undefined;
  const names = (typeof declared === 'string' ? [declared] : declared)
    .map(licenseName)
    .filter((name) => name !== undefined);
  const distinct = [...new Set(names)];
  if (distinct.length <= 1) return distinct[0];
  return distinct.map((name) => (/ (AND|OR) /.test(name) ? `(${name})` : name)).join(` ${join} `);
}
