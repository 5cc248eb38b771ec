import { join } from 'node:path';
import { openAdvisoryDatabase } from '@pratique/advisories';
import { dataFolder } from '@pratique/foundation';
import type { AdvisoryDatabase } from '@pratique/model';

/** Where the advisory database lies. */
export function advisoryDatabasePath(): string {
  return join(dataFolder(), 'advisories', 'advisories.db');
}

/** The advisory database for reading; before the first update, the starter set that ships with the program. */
export function openDatabase(): AdvisoryDatabase {
  return openAdvisoryDatabase(advisoryDatabasePath(), { readOnly: true });
}
