import type { Distribution } from '@pratique/model';
import { linesOf } from '../os-package/lines.ts';
import { phrase } from '../os-package/tokens.ts';

/** What a release file establishes; the path and the channels are the caller's. */
export type Release = Omit<Distribution, 'path' | 'channels'>;

/** os-release(5): the ID of a system that does not say. */
export const UNNAMED = 'linux';

const assignment = /^(?:export\s+)?([A-Za-z_][A-Za-z0-9_]*)\s*=(.*)$/;
/** A longer line is no assignment that matters. Characters. */
const MAX_LINE = 4096;

/** Undoes the shell quoting that os-release(5) allows: quotes, and backslashes before `$ " ' \ \``. */
function unquoted(value: string): string {
  const quote = value[0];
  if (quote !== '"' && quote !== "'") return (value.split(' #', 1)[0] ?? '').replace(/\\(.)/g, '$1');
  const end = value.length > 1 && value.endsWith(quote) ? -1 : undefined;
  const inner = value.slice(1, end);
  return quote === "'" ? inner : inner.replace(/\\([$"'\\`])/g, '$1');
}

/** The assignments of a shell-style file such as os-release(5) or lsb-release; the last of a name counts. */
export function parseAssignments(text: string): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  for (const line of linesOf(text.replace(/^\uFEFF/, ''))) {
    if (line.length > MAX_LINE) continue;
    const match = assignment.exec(line.trim());
    const value = match?.[1] && phrase(unquoted((match[2] ?? '').trim()));
    if (match?.[1] && value) values.set(match[1], value);
  }
  return values;
}

/** An identifier in os-release's alphabet: lower case, `a-z0-9._-`. */
export function identifier(text: string | undefined): string | undefined {
  const id = text
    ?.toLowerCase()
    .replace(/[^a-z0-9._-]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 64);
  return id || undefined;
}

/** Reads os-release(5); undefined where no field says what system this is. */
export function parseOsRelease(text: string): Release | undefined {
  const values = parseAssignments(text);
  const prettyName = values.get('PRETTY_NAME') ?? values.get('NAME');
  const id = identifier(values.get('ID')) ?? (prettyName === undefined ? undefined : UNNAMED);
  if (id === undefined) return undefined;
  const idLike = (values.get('ID_LIKE') ?? '').split(/[\s,]+/).map(identifier);
  const versionId = values.get('VERSION_ID');
  const codename = values.get('VERSION_CODENAME') ?? values.get('UBUNTU_CODENAME') ?? codenameIn(values.get('VERSION'));
  const variantId = identifier(values.get('VARIANT_ID'));
  return {
    id,
    ...(versionId !== undefined && { versionId }),
    ...(codename !== undefined && { codename }),
    ...(prettyName !== undefined && { prettyName }),
    idLike: idLike.filter((like) => like !== undefined),
    ...(variantId !== undefined && { variantId }),
  };
}

/** Debian before 10 and CentOS name it only in `VERSION="9 (stretch)"`. */
function codenameIn(version: string | undefined): string | undefined {
  return /^\S+ \(([a-z]+)\)$/.exec(version ?? '')?.[1];
}

/** Reads etc/lsb-release, which Ubuntu and its derivatives write. */
export function parseLsbRelease(text: string): Release | undefined {
  const values = parseAssignments(text);
  const id = identifier(values.get('DISTRIB_ID'));
  if (id === undefined) return undefined;
  const versionId = values.get('DISTRIB_RELEASE');
  const codename = values.get('DISTRIB_CODENAME');
  const prettyName = values.get('DISTRIB_DESCRIPTION');
  const rolling = versionId === undefined || versionId === 'rolling' || versionId === 'n/a';
  return {
    id: (Object.hasOwn(lsbIds, id) ? lsbIds[id] : undefined) ?? id,
    ...(!rolling && { versionId }),
    ...(codename !== undefined && codename !== 'n/a' && { codename }),
    ...(prettyName !== undefined && { prettyName }),
    idLike: [],
  };
}

/** DISTRIB_ID where it is not os-release's ID in another case. */
const lsbIds: Readonly<Record<string, string>> = {
  redhatenterpriseserver: 'rhel',
  redhatenterprise: 'rhel',
  oracleserver: 'ol',
  amazonami: 'amzn',
  archlinux: 'arch',
  manjarolinux: 'manjaro',
  voidlinux: 'void',
  'suse-linux': 'sles',
};
