import { parseControl } from '../os-package/control.ts';
import { distributionLicense } from '../os-package/license-words.ts';

/** Copyright files name dozens of licences at most. */
const MAX_LICENSES = 64;
/** What is read of a file: licence texts are long. Characters. */
const MAX_TEXT = 2 * 1024 * 1024;

const machineReadable = /^Format(-Specification)?:.*(copyright-format|dep-?5)/im;
const commonLicense = /\/usr\/share\/common-licenses\/([A-Za-z]+(?:-[0-9]+(?:\.[0-9]+)*)?)/g;
const laterVersion = /\b(any|or)\s+(\([^()]{1,40}\)\s+)?(any\s+)?later\s+version/i;
/** Licences that are given in versions, so that "or later" means something. */
const versioned = /^(A?GPL|LGPL|GFDL)\b/;

/** Debian's own short names (copyright format 1.0, section 7.1), beyond those that distributions share. */
const debianNames = {
  'mit/x11': 'MIT',
  'bsd-style': 'LicenseRef-BSD-style',
  permissive: 'LicenseRef-permissive',
  'cc0-1.0': 'CC0-1.0',
  bsd: 'BSD-3-Clause',
};

function joined(licenses: readonly string[]): string | undefined {
  const terms = licenses
    .slice(0, MAX_LICENSES)
    .map((name) => distributionLicense(name, debianNames))
    .filter((expression) => expression !== undefined)
    .flatMap((expression) => (/[()]| OR /.test(expression) ? [`(${expression})`] : expression.split(' AND ')));
  const distinct = [...new Set(terms)];
  return distinct.length === 1 ? distinct[0]?.replace(/^\((.*)\)$/s, '$1') : distinct.join(' AND ') || undefined;
}

const licenseField = new Set(['license']);

/** The first line of every License field; the text of the licence follows it. */
function declaredLicenses(text: string): string[] {
  const names = new Set<string>();
  for (const { fields } of parseControl(text, licenseField)) {
    const name = fields.get('license')?.split('\n', 1)[0]?.trim();
    if (name) names.add(name);
    if (names.size === MAX_LICENSES) break;
  }
  return [...names];
}

/** Free text is known by the licences on Debian systems that it refers to (Debian policy, 12.5). */
function referencedLicenses(text: string): string[] {
  const later = laterVersion.test(text);
  const names = new Set<string>();
  for (const [, name = ''] of text.matchAll(commonLicense)) {
    names.add(later && versioned.test(name) && /-[0-9]/.test(name) ? `${name}+` : name);
    if (names.size === MAX_LICENSES) break;
  }
  return [...names];
}

/**
 * The SPDX expression of a Debian copyright file: of its License fields where it is machine-readable (copyright format
 * 1.0), else of its references to common licences. All of them apply to some of the files: they are joined by `AND`.
 */
export function licenseOfCopyright(text: string): string | undefined {
  const bounded = text.slice(0, MAX_TEXT);
  const declared = machineReadable.test(bounded.slice(0, 4096)) ? joined(declaredLicenses(bounded)) : undefined;
  return declared ?? joined(referencedLicenses(bounded));
}
