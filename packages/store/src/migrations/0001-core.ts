import { type Kysely, sql } from 'kysely';

/**
 * The audit log refuses change three ways: the role that writes it has no right to, a trigger refuses whoever has, and each
 * entry's hash covers the one before, so that what got around both is seen.
 */
const statements = [
  `CREATE TABLE setting (
    key text PRIMARY KEY,
    value jsonb NOT NULL,
    changed_at timestamptz NOT NULL DEFAULT now()
  )`,
  `CREATE TABLE audit_log (
    id int8 PRIMARY KEY CHECK (id > 0),
    at timestamptz NOT NULL,
    actor text NOT NULL,
    action text NOT NULL,
    subject text NOT NULL,
    address text,
    details json NOT NULL,
    previous_hash bytea NOT NULL,
    hash bytea NOT NULL
  )`,
  `CREATE INDEX audit_log_subject ON audit_log (subject, id)`,
  `CREATE INDEX audit_log_actor ON audit_log (actor, id)`,
  `CREATE FUNCTION refuse_audit_change() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      RAISE EXCEPTION 'the audit log is append-only: % is refused', TG_OP USING ERRCODE = 'insufficient_privilege';
    END $$`,
  `CREATE TRIGGER audit_log_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_log
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_audit_change()`,
  `REVOKE UPDATE, DELETE, TRUNCATE ON audit_log FROM PUBLIC, CURRENT_USER`,
];

export async function up(database: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(database);
}
