import { asArray, asText, isObject, type JsonObject } from '../../reading/json.ts';
import { licenseExpression } from '../../reading/license.ts';

/** More licences than any package names. */
const MAX_LICENSES = 32;

function licenseText(value: unknown): string | undefined {
  return isObject(value) ? (asText(value['type']) ?? asText(value['name'])) : asText(value);
}

/**
 * The licence of a package.json: `license` as an expression, and the forms of old manifests: an object with a type, and
 * `licenses` as a list, of which the user may choose.
 */
export function npmLicense(manifest: JsonObject): string | undefined {
  const { license, licenses } = manifest;
  const stated = [license, licenses]
    .flatMap((value) => (Array.isArray(value) ? asArray(value) : [value]))
    .slice(0, MAX_LICENSES)
    .map(licenseText);
  return licenseExpression(
    stated.filter((text) => text !== undefined),
    'OR',
  );
}
