import { parsePurl } from '@pratique/model';
import type { PolicyFile } from '../load/objects.ts';
import type { PlainYaml } from '../load/yaml-tree.ts';
import { Drafts, entriesOf, isVulnerabilityId, readForeignYaml } from './drafts.ts';
import type { ImportedExceptions, ImportOptions } from './imported.ts';
import { parseInstant } from '../load/instant.ts';

const NO_VULNERABILITY =
  'is no id of a vulnerability: checks, secrets and licences of another tool have no counterpart here';
const MAX_LINES = 100_000;

/** Entries end with the first instant of the day that they name (UTC), or at the instant that they name. */
function endInstant(written: string): string | undefined {
  const day = `${written.trim()}T00:00:00Z`;
  return [day, written.trim()].find((text) => parseInstant(text) !== undefined);
}

function importPlain({ path, text }: PolicyFile, options: ImportOptions): ImportedExceptions {
  const drafts = new Drafts('trivyignore', path, options);
  for (const [index, raw] of text.split(/\r?\n/, MAX_LINES).entries()) {
    const [id = '', ...rest] = raw.trim().split(/\s+/);
    if (id === '' || id.startsWith('#')) continue;
    const line = index + 1;
    const expiry = rest.find((word) => word.startsWith('exp:'))?.slice(4);
    const expires = expiry === undefined ? undefined : endInstant(expiry);
    const comment = rest.join(' ').match(/#\s*(.*)$/)?.[1];
    if (!isVulnerabilityId(id)) drafts.refuse(line, raw, NO_VULNERABILITY);
    else if (expiry !== undefined && expires === undefined) drafts.refuse(line, raw, 'the expiry is no date');
    else drafts.add({ vulnerability: id, line, ...(comment && { reason: comment }), ...(expires && { expires }) });
  }
  return drafts.finish();
}

function texts(value: PlainYaml | undefined): readonly string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}

function purlProblem(purl: string): string | undefined {
  const parsed = parsePurl(purl);
  if (!parsed) return `${purl} is no package URL`;
  if (parsed.qualifiers || parsed.subpath) return 'qualifiers and subpaths of package URLs cannot be carried over';
  return undefined;
}

function importVulnerability(drafts: Drafts, line: number, fields: Readonly<Record<string, PlainYaml>>): void {
  const { id, statement, expired_at: expiredAt } = fields;
  const shown = JSON.stringify(fields);
  const expires = expiredAt === undefined || expiredAt === null ? undefined : endInstant(String(expiredAt));
  const purls = texts(fields['purls']);
  const wrongPurl = purls.map(purlProblem).find((problem) => problem !== undefined);
  if (typeof id !== 'string' || !isVulnerabilityId(id)) return drafts.refuse(line, shown, NO_VULNERABILITY);
  if (texts(fields['paths']).length > 0)
    return drafts.refuse(line, shown, 'it holds for some paths only, which an exception cannot say');
  if (expires === undefined && expiredAt !== undefined && expiredAt !== null)
    return drafts.refuse(line, shown, 'the expiry is no date');
  if (wrongPurl) return drafts.refuse(line, shown, wrongPurl);
  const common = {
    vulnerability: id,
    line,
    ...(typeof statement === 'string' && { reason: statement }),
    ...(expires && { expires }),
  };
  if (purls.length === 0) drafts.add(common);
  for (const purl of purls) drafts.add({ ...common, package: purl });
}

const otherKinds = { misconfigurations: 'checks', secrets: 'secrets', licenses: 'licences' } as const;

function importYaml(file: PolicyFile, options: ImportOptions): ImportedExceptions {
  const root = readForeignYaml(file);
  const drafts = new Drafts('trivyignore', file.path, options);
  for (const { line, fields } of entriesOf(root, 'vulnerabilities', drafts)) importVulnerability(drafts, line, fields);
  for (const [key, what] of Object.entries(otherKinds))
    for (const { line, fields } of entriesOf(root, key, drafts))
      drafts.refuse(line, JSON.stringify(fields), `${what} of another tool have no counterpart here`);
  return drafts.finish();
}

/**
 * `.trivyignore`, plain or YAML (told by the file's name), as exceptions that wait for approval. What would hold further than
 * the entry said is not imported.
 * @throws PratiqueError `policy/import-unreadable` where a YAML file cannot be read
 */
export function importTrivyIgnore(file: PolicyFile, options: ImportOptions): ImportedExceptions {
  return /\.ya?ml$/i.test(file.path) ? importYaml(file, options) : importPlain(file, options);
}
