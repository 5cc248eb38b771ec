import { defineErrors } from '@pratique/foundation';

/** Errors of advisory feeds and of the advisory database. */
export const advisoryErrors = defineErrors({
  'advisories/origin-unreadable': {
    kind: 'operational',
    meaning: 'A folder or web address that feeds are read from does not answer, or a file in it cannot be read.',
    nextStep: 'Check the path or address, and the network; run the update again.',
  },
  'advisories/origin-refused': {
    kind: 'operational',
    meaning: 'A web address answered with a status that is neither success, "not there" nor "not changed".',
    nextStep: 'Check the address and the credentials in it; run the update again.',
  },
  'advisories/proxy-invalid': {
    kind: 'user',
    meaning: 'A proxy that the environment names is no valid address.',
    nextStep: 'Check HTTP_PROXY and HTTPS_PROXY; special characters of a password must be percent-encoded.',
  },
  'advisories/too-large': {
    kind: 'operational',
    meaning: 'A file of a feed exceeds a bound on size, entries or compression ratio.',
    nextStep: 'Check that the origin is what you think it is; if it is, raise the limit that the message names.',
  },
  'advisories/malformed': {
    kind: 'operational',
    meaning: 'A file of a feed is not what its name says (not a zip, not gzip, not JSON).',
    nextStep: 'Look at the first bytes of the file: an error page is the usual cause. Fetch it again.',
  },
  'advisories/no-feeds': {
    kind: 'user',
    meaning: 'None of the origins holds a feed that is known.',
    nextStep: 'Compare the folder with the layout in the documentation of the advisories package.',
  },
  'advisories/origin-invalid': {
    kind: 'user',
    meaning: 'An origin is neither an existing folder nor an http or https address.',
    nextStep: 'Give a folder that exists, or an address that begins with http:// or https://.',
  },
  'advisories/database-unreadable': {
    kind: 'operational',
    meaning: 'The database file is damaged or is not an advisory database.',
    nextStep:
      'Remove the file and run `pratique advisories update` or `pratique advisories pull`: it holds no data of yours.',
  },
  'advisories/database-inaccessible': {
    kind: 'operational',
    meaning:
      'The database or its folder may not be read, or what stands at its path is no file: a folder, a broken link.',
    nextStep: 'Check the path and its permissions; if a link or a mount stands there, check where it leads.',
  },
  'advisories/unwritable': {
    kind: 'operational',
    meaning:
      'The database or a folder of published advisories may not be written to: no permission, a read-only medium.',
    nextStep:
      'Give Pratique write access to the path that the message names, or choose another one. Nothing was changed.',
  },
  'advisories/disk-full': {
    kind: 'operational',
    meaning: 'No space is left where the database or the published advisories are written.',
    nextStep: 'Free some space or choose another disk, then run it again. What was there before is as it was.',
  },
  'advisories/database-newer': {
    kind: 'operational',
    meaning: 'The database was written by a newer Pratique.',
    nextStep: 'Use that version of Pratique, or remove the file and update again.',
  },
  'advisories/database-busy': {
    kind: 'operational',
    meaning: 'Another process is changing the database and did not finish in time.',
    nextStep: 'Wait for the other update to end, then run this one again.',
  },
  'advisories/database-missing': {
    kind: 'user',
    meaning: 'There is no database at the path to publish from.',
    nextStep: 'Run `pratique advisories update` first.',
  },
  'advisories/key-invalid': {
    kind: 'user',
    meaning: 'A key is not an Ed25519 key in PEM form, or a private one was expected.',
    nextStep: 'Make a pair with `pratique advisories publish FOLDER --key FILE --new-key`.',
  },
  'advisories/signature-invalid': {
    kind: 'operational',
    meaning: 'The manifest of published advisories does not carry a valid signature of the given key.',
    nextStep: 'Do not use this source. Check the public key with its publisher.',
  },
  'advisories/manifest-invalid': {
    kind: 'operational',
    meaning: 'The signed manifest is missing, has a form that this version does not know, or contradicts itself.',
    nextStep: 'Check the address; if the publisher runs a newer Pratique, update this one.',
  },
  'advisories/digest-mismatch': {
    kind: 'operational',
    meaning: 'A published base or delta is not the file that the signed manifest names.',
    nextStep: 'Fetch it again; if it stays so, the mirror is damaged or tampered with: do not use it.',
  },
  'advisories/chain-broken': {
    kind: 'operational',
    meaning: 'The published deltas do not lead from the base to the generation that the manifest names.',
    nextStep: 'Ask the publisher to publish again with a new base.',
  },
  'advisories/rollback': {
    kind: 'operational',
    meaning: 'The published advisories are older than those that were already pulled from the same publisher.',
    nextStep: 'Check that the mirror is current. To go back on purpose, remove the database first.',
  },
});
