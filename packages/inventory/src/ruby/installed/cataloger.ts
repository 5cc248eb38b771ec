import type { Cataloger } from '@pratique/model';
import { installedPackages } from '../../reading/installed-packages.ts';
import { onlyMalformed } from '../../reading/json.ts';
import { licenseExpression } from '../../reading/license.ts';
import { decodeText } from '../../reading/text.ts';
import { parseGemspec } from './parse-gemspec.ts';

/** Catalogs installed gems, default gems included, by the specifications that RubyGems keeps. */
export const rubyInstalledCataloger: Cataloger = {
  id: 'ruby-installed',
  version: 1,
  scope: 'always',
  finds: ['gem'],
  globs: ['**/specifications/**/*.gemspec'],
  maxBytes: 4 * 1024 * 1024,

  catalog(file) {
    // Descriptions may hold any byte, zero included (json 2.6.3 does): such a file is no less a specification.
    const { name, version = '', platform, licenses } = parseGemspec(decodeText(file.bytes));
    if (name === undefined) return onlyMalformed(file, 'states no literal name');
    const purl = { name, qualifiers: platform ? { platform } : undefined };
    return installedPackages(file, [{ type: 'gem', name, version, purl, license: licenseExpression(licenses, 'OR') }]);
  },
};
