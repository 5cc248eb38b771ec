import { storeErrors } from '../errors.ts';
import type { SequenceState, TableShape } from './tables.ts';

/** First file of a backup. */
export interface BackupManifest {
  readonly format: 'pratique-backup';
  readonly version: 1;
  /** RFC 3339, UTC. */
  readonly createdAt: string;
  /** Version of the server that it was taken from. */
  readonly postgres: string;
  /** The schema, as the names of its migrations. */
  readonly migrations: readonly string[];
  /** In the order in which they are in the file. */
  readonly tables: readonly TableShape[];
}

/** What stands in a backup of one table. */
export interface TableContents {
  readonly rows: number;
  /** Hexadecimal SHA-256 over all its rows. */
  readonly sha256: string;
}

/** Last file of a backup: without it, the backup is cut off. */
export interface BackupContents {
  /** Hexadecimal SHA-256 of the manifest. */
  readonly manifest: string;
  readonly tables: Readonly<Record<string, TableContents>>;
  readonly sequences: readonly SequenceState[];
}

export const MANIFEST = 'manifest.json';
export const CONTENTS = 'contents.json';

export function damagedBackup(why: string, cause?: unknown): Error {
  return storeErrors.create('store/backup-damaged', { attempted: 'read', on: 'the backup', why, cause });
}

type Fields = Readonly<Record<string, unknown>>;

function parse(name: string, content: Buffer): Fields {
  try {
    const value: unknown = JSON.parse(content.toString('utf8'));
    if (typeof value === 'object' && value !== null) return value as Fields;
  } catch {
    // Said below.
  }
  throw damagedBackup(`its ${name} is not JSON`);
}

const isText = (value: unknown): value is string => typeof value === 'string';
const isTexts = (value: unknown): value is readonly string[] => Array.isArray(value) && value.every(isText);
const isIdentifier = (value: unknown): value is string => isText(value) && /^[a-z_][a-z\d_]*$/.test(value);

function isTable(value: unknown): value is TableShape {
  const { name, columns } = (value ?? {}) as Partial<TableShape>;
  return isIdentifier(name) && isTexts(columns) && columns.every(isIdentifier);
}

/** @throws PratiqueError `store/backup-damaged`, `store/schema-newer` */
export function parseManifest(content: Buffer): BackupManifest {
  const { format, version, createdAt, postgres, migrations, tables } = parse(MANIFEST, content);
  if (format !== 'pratique-backup') throw damagedBackup('it is no backup of Pratique');
  if (version !== 1) {
    const why = `its form is of version ${String(version)}, and this Pratique reads version 1`;
    throw storeErrors.create('store/schema-newer', { attempted: 'read', on: 'the backup', why });
  }
  const whole = isText(createdAt) && isText(postgres) && isTexts(migrations) && migrations.length > 0;
  if (!whole || !Array.isArray(tables) || !tables.every(isTable)) throw damagedBackup(`its ${MANIFEST} is not whole`);
  return { format, version, createdAt, postgres, migrations, tables };
}

function isSequence(value: unknown): value is SequenceState {
  const { name, value: at } = (value ?? {}) as Partial<SequenceState>;
  return isIdentifier(name) && Number.isSafeInteger(at);
}

/** @throws PratiqueError `store/backup-damaged` */
export function parseContents(content: Buffer): BackupContents {
  const { manifest, tables, sequences } = parse(CONTENTS, content);
  const whole = isText(manifest) && typeof tables === 'object' && tables !== null;
  if (!whole || !Array.isArray(sequences) || !sequences.every(isSequence)) {
    throw damagedBackup(`its ${CONTENTS} is not whole`);
  }
  return { manifest, tables: tables as BackupContents['tables'], sequences };
}
