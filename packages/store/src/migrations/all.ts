import type { Migration } from 'kysely/migration';
import * as core from './0001-core.ts';
import * as fleet from './0002-fleet.ts';

/** Every migration by name, in order. A new one is added at the end; one that was released never changes. */
export const migrations: Readonly<Record<string, Migration>> = { '0001-core': core, '0002-fleet': fleet };
