import type { ColumnType, Generated, JSONColumnType } from 'kysely';

/** See migration 0001-core. */
export interface AuditLogTable {
  readonly id: number;
  readonly at: Date;
  readonly actor: string;
  readonly action: string;
  readonly subject: string;
  readonly address: string | null;
  /** Kept as the exact text: its hash is over that. */
  readonly details: ColumnType<unknown, string, never>;
  readonly previous_hash: Buffer;
  readonly hash: Buffer;
}

/** One value of the installation, such as its id. */
export interface SettingTable {
  readonly key: string;
  value: JSONColumnType<object | null, string, string>;
  changed_at: Generated<Date>;
}

/** The tables that queries name by type; the fleet's repositories write SQL of their own. */
export interface Schema {
  readonly audit_log: AuditLogTable;
  readonly setting: SettingTable;
}
