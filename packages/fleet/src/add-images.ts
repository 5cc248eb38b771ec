import { createHash } from 'node:crypto';
import { findPackages, insertImages, insertSets, type Queryable } from '@pratique/store';
import type { ImageRecord } from './facts/image-record.ts';

/** Ids of packages by their identity, as hex. */
export async function packageIds(
  store: Queryable,
  packages: readonly { readonly identity: Buffer }[],
): Promise<ReadonlyMap<string, number>> {
  const rows = await findPackages(
    store,
    packages.map(({ identity }) => identity),
  );
  return new Map(rows.map(({ id, identity }) => [identity.toString('hex'), id]));
}

function digestOf(members: readonly number[]): Buffer {
  return createHash('sha256').update(members.join(' ')).digest();
}

/** Adds images and those of their package sets that no other image has; returns the ids of the new images. */
export async function addImageRows(
  store: Queryable,
  records: readonly ImageRecord[],
  ids: ReadonlyMap<string, number>,
  at: Date,
): Promise<readonly number[]> {
  const sets = new Map<string, { readonly digest: Buffer; readonly members: readonly number[] }>();
  const images = records.map(({ image, packages, sets: indices }) => {
    const own = indices.map((set) => {
      const members = set.flatMap((index) => ids.get(packages[index]?.identity.toString('hex') ?? '') ?? []);
      members.sort((a, b) => a - b);
      return { digest: digestOf(members), members };
    });
    for (const set of own) sets.set(set.digest.toString('hex'), set);
    return { ...image, sets: own.map(({ digest }) => digest) };
  });
  await insertSets(store, [...sets.values()]);
  return insertImages(store, images, at);
}
