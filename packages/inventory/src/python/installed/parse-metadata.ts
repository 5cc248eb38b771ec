import { field, headerFields } from '../../reading/header-fields.ts';
import { licenseExpression } from '../../reading/license.ts';
import { classifierLicense } from './classifier-license.ts';

/** What core metadata states of a distribution (packaging.python.org, "Core metadata specifications"). */
export interface PythonMetadata {
  readonly name?: string;
  readonly version?: string;
  readonly license?: string;
}

/** Some projects put the whole text of a licence into the field of its name. */
const MAX_LICENSE_NAME = 100;

function declaredLicense(fields: ReadonlyMap<string, readonly string[]>): string | undefined {
  const expression = field(fields, 'license-expression');
  if (expression) return licenseExpression(expression);
  const named = field(fields, 'license');
  const isName = named !== undefined && named.length <= MAX_LICENSE_NAME && !named.includes('\n');
  const classified = (fields.get('classifier') ?? []).map(classifierLicense).filter((id) => id !== undefined);
  const fromName = isName ? licenseExpression(named) : undefined;
  // A free-text name that is no SPDX id says less than a classifier.
  if (fromName && (!fromName.startsWith('LicenseRef-') || classified.length === 0)) return fromName;
  return licenseExpression(classified);
}

/** Reads METADATA or PKG-INFO. Fields that are missing or `UNKNOWN` are absent. Never throws. */
export function parseMetadata(text: string): PythonMetadata {
  const fields = headerFields(text);
  const stated = (name: string): string | undefined => {
    const value = field(fields, name);
    return value === undefined || value.toUpperCase() === 'UNKNOWN' ? undefined : value;
  };
  return { name: stated('name'), version: stated('version'), license: declaredLicense(fields) };
}
