import { formatPurl } from '@pratique/model';
import type { PolicyFile } from '../load/objects.ts';
import type { PlainYaml } from '../load/yaml-tree.ts';
import { Drafts, entriesOf, isVulnerabilityId, readForeignYaml } from './drafts.ts';
import type { ImportedExceptions, ImportOptions } from './imported.ts';

type Fields = Readonly<Record<string, PlainYaml>>;

/** Keys of a rule that an exception can say. `include-aliases` is always so here. */
const carried = new Set(['vulnerability', 'reason', 'package', 'include-aliases']);
const carriedOfPackage = new Set(['name', 'version', 'type']);

/** Package types whose package URL needs no more than the name; the namespace of an OS package is its distribution, any will do. */
const purlTypes: Readonly<Record<string, string>> = {
  apk: 'apk',
  deb: 'deb',
  rpm: 'rpm',
  alpm: 'alpm',
  binary: 'generic',
  npm: 'npm',
  python: 'pypi',
  gem: 'gem',
  'rust-crate': 'cargo',
  'go-module': 'golang',
  'php-composer': 'composer',
  dotnet: 'nuget',
  hex: 'hex',
};

function isSet(value: PlainYaml | undefined): boolean {
  return value !== undefined && value !== null && value !== '';
}

/** A name that is a regular expression beyond the dots and pluses of plain names. */
function isPattern(name: string): boolean {
  return /[\^$()[\]{}|\\?]|\.[*+]|\*/.test(name);
}

/** Undefined where name and type make no purl. */
function asPurl(name: string, purlType: string, version: string): string | undefined {
  const slash = name.lastIndexOf('/');
  try {
    return formatPurl({
      type: purlType,
      namespace: slash < 0 ? undefined : name.slice(0, slash),
      name: name.slice(slash + 1),
      version: version === '' ? undefined : version,
    });
  } catch {
    return undefined;
  }
}

/** Package of a rule, or why it cannot be said. */
function packageOf(value: PlainYaml | undefined): { readonly package?: string; readonly why?: string } {
  if (!isSet(value)) return {};
  if (typeof value !== 'object' || Array.isArray(value)) return { why: 'its package is no map' };
  const fields = value as Fields;
  const other = Object.keys(fields).find((key) => isSet(fields[key]) && !carriedOfPackage.has(key));
  if (other !== undefined) return { why: `an exception cannot say package.${other}` };
  const {
    name = '',
    type = '',
    version = '',
  } = Object.fromEntries(Object.entries(fields).map(([key, field]) => [key, isSet(field) ? String(field) : '']));
  if (name === '') return type === '' && version === '' ? {} : { why: 'its package has no name' };
  if (isPattern(name)) return { why: 'the name of its package is a pattern' };
  if (type === '' && version === '') return { package: name };
  const purlType = Object.hasOwn(purlTypes, type) ? (purlTypes[type] as string) : undefined;
  if (purlType === undefined)
    return { why: `an exception cannot say ${type === '' ? 'a version without type' : `the type ${type}`}` };
  const purl = asPurl(name, purlType, version);
  return purl ? { package: purl } : { why: `its package is none of type ${type}` };
}

/**
 * The `ignore` rules of a `.grype.yaml` as exceptions that wait for approval. What would hold further than the rule said is
 * not imported.
 * @throws PratiqueError `policy/import-unreadable`
 */
export function importGrypeIgnore(file: PolicyFile, options: ImportOptions): ImportedExceptions {
  const root = readForeignYaml(file);
  const drafts = new Drafts('grype-ignore', file.path, options);
  for (const { line, fields } of entriesOf(root, 'ignore', drafts)) {
    const shown = JSON.stringify(fields);
    const { vulnerability, reason } = fields;
    const other = Object.keys(fields).find((key) => isSet(fields[key]) && !carried.has(key));
    const { package: wanted, why } = packageOf(fields['package']);
    if (!isSet(vulnerability)) drafts.refuse(line, shown, 'names no vulnerability: it would hide future ones');
    else if (typeof vulnerability !== 'string' || !isVulnerabilityId(vulnerability))
      drafts.refuse(line, shown, 'its vulnerability is no id');
    else if (other !== undefined) drafts.refuse(line, shown, `an exception cannot say ${other}`);
    else if (why !== undefined) drafts.refuse(line, shown, why);
    else
      drafts.add({
        vulnerability,
        line,
        ...(wanted !== undefined && { package: wanted }),
        ...(typeof reason === 'string' && { reason }),
      });
  }
  return drafts.finish();
}
