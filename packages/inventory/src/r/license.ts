import { licenseExpression } from '../reading/license.ts';

/** Names that R's licence database knows (R, share/licenses/license.db), as SPDX ids. */
const names: Readonly<Record<string, string>> = {
  'AGPL-3': 'AGPL-3.0-only',
  'Artistic-2.0': 'Artistic-2.0',
  'Apache License': 'Apache-2.0',
  BSD_2_clause: 'BSD-2-Clause',
  BSD_3_clause: 'BSD-3-Clause',
  'GPL-2': 'GPL-2.0-only',
  'GPL-3': 'GPL-3.0-only',
  GPL: 'GPL-1.0-or-later',
  'LGPL-2': 'LGPL-2.0-only',
  'LGPL-2.1': 'LGPL-2.1-only',
  'LGPL-3': 'LGPL-3.0-only',
  LGPL: 'LGPL-2.0-or-later',
  MIT: 'MIT',
};

/** `GPL (>= 2)`, `Apache License (== 2.0)`: the name, the relation, the version. */
const ranged = /^(.{1,60}?)\s*\((?:version\s*)?(>=|==|>)?\s*([\d.]+)(?:\s*,\s*<\s*[\d.]+)?\)$/i;

function licenseName(stated: string): string | undefined {
  const text = stated.replace(/\s*\+\s*file\s+\S+$/i, '').trim();
  // A file beside the package, and R itself, name no licence.
  if (text === '' || /^file\s|^Part of R/i.test(text)) return undefined;
  const [, family, relation, version = ''] = ranged.exec(text) ?? [];
  if (family && /^[AL]?GPL$/.test(family)) {
    const full = version.includes('.') ? version : `${version}.0`;
    return `${family}-${full}-${relation === '==' || relation === undefined ? 'only' : 'or-later'}`;
  }
  const name = family ?? text;
  return Object.hasOwn(names, name) ? names[name] : text;
}

/** The SPDX expression of an R licence field: alternatives are separated by `|` (Writing R Extensions, 1.1.2). */
export function rLicense(field: string | undefined): string | undefined {
  const alternatives = field
    ?.slice(0, 1000)
    .split('|')
    .map((part) => licenseName(part.replaceAll('\n', ' ').trim()));
  return licenseExpression(
    alternatives?.filter((name) => name !== undefined),
    'OR',
  );
}
