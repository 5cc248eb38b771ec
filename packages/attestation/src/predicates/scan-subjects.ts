import type { SbomSubject } from '@pratique/model';
import { attestationErrors } from '../errors.ts';
import { type StatementSubject, subjectOf } from '../statement/statement.ts';

/**
 * The subjects of a statement about one image: its manifest and its configuration. The configuration's digest stays the same
 * when layers are compressed anew on the way from an archive to a registry; the index is left out, since it speaks of other
 * platforms too.
 * @throws PratiqueError `attestation/subject-missing` for a directory, a host, or a document that names no image
 */
export function imageSubjects({ image, name }: SbomSubject): readonly StatementSubject[] {
  if (!image) {
    const why = 'it is no image, so that no digest names it';
    throw attestationErrors.create('attestation/subject-missing', { attempted: 'attest', on: name, why });
  }
  return [subjectOf(image.manifestDigest, name), subjectOf(image.configDigest, `${name} (configuration)`)];
}
