import type { AdvisoryDatabase } from '@pratique/model';
import { openStarterDatabase } from '../starter/open-starter.ts';
import { databaseError, databaseExists, openForReading } from './connection.ts';
import { readDatabase } from './reader.ts';

/** How a database is opened. There is nothing to choose today: a handle never writes. */
export interface OpenOptions {
  readonly readOnly?: boolean;
}

/**
 * Opens the advisory database at `path` as it is now: the handle stays at that generation, whatever is refreshed
 * meanwhile; open again to see more. Without a file, or when no update ever succeeded, it is the starter set.
 * @throws PratiqueError `advisories/database-unreadable`, `advisories/database-newer`, `advisories/database-busy`,
 * `advisories/database-inaccessible`
 */
export function openAdvisoryDatabase(path: string, _options: OpenOptions = {}): AdvisoryDatabase {
  if (!databaseExists(path)) return openStarterDatabase();
  const connection = openForReading(path);
  if (!connection) return openStarterDatabase();
  try {
    return readDatabase(connection, path);
  } catch (thrown) {
    connection.close();
    throw databaseError('read the advisory database', path, thrown);
  }
}
