import type { DatabaseSync } from 'node:sqlite';
import { AdvisoryTable } from './advisory-table.ts';
import { FeedTable } from './feed-table.ts';
import { Numbering } from './numbering.ts';
import { EpssTable, KnownExploitedTable, LifecycleTable } from './record-tables.ts';
import { VexTable } from './vex-table.ts';

/** All tables of one open database. */
export interface Tables {
  readonly feeds: FeedTable;
  readonly feedNumbers: Numbering;
  readonly ecosystems: Numbering;
  readonly advisories: AdvisoryTable;
  readonly knownExploited: KnownExploitedTable;
  readonly epss: EpssTable;
  readonly lifecycles: LifecycleTable;
  readonly vex: VexTable;
}

/** Prepares the statements of every table. */
export function openTables(database: DatabaseSync): Tables {
  const feedNumbers = Numbering.feeds(database);
  const ecosystems = Numbering.ecosystems(database);
  return {
    feeds: new FeedTable(database, feedNumbers),
    feedNumbers,
    ecosystems,
    advisories: new AdvisoryTable(database, feedNumbers, ecosystems),
    knownExploited: new KnownExploitedTable(database),
    epss: new EpssTable(database),
    lifecycles: new LifecycleTable(database),
    vex: new VexTable(database, feedNumbers),
  };
}
