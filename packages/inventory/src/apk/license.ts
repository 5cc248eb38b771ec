import { distributionLicense, knownLicense } from '../os-package/license-words.ts';

/** Until 2018 Alpine listed licences with blanks between them, blanks within them too: `MPL 2.0 GPL2+`. */
function joinedByBlanks(field: string): string {
  return field
    .replace(/\b(MPL|Apache|ASL|Artistic|LGPL|GPL|AFL|PHP|ZPL) v?([0-9]+(?:\.[0-9]+)+\+?)/gi, '$1-$2')
    .trim()
    .split(/\s+/)
    .join(' AND ');
}

/** The SPDX expression of an apk `L:` field. */
export function apkLicense(field: string | undefined): string | undefined {
  const text = field?.slice(0, 1000).trim();
  if (!text) return undefined;
  const listed = /\s/.test(text) && knownLicense(text) === undefined && !/\s(and|or|with)\s/i.test(text);
  return distributionLicense(listed ? joinedByBlanks(text) : text);
}
