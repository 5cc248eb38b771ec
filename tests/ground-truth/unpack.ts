import { execFile } from 'node:child_process';
import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Unpacks an archive of the test data with the system's tar: an OCI layout, as `oci-dir:` reads it. */
export async function unpackArchive(folder: string, archive: string, into: string): Promise<string> {
  await mkdir(into, { recursive: true });
  await run('tar', ['-xf', join(folder, 'images', archive), '-C', into]);
  return into;
}

/** Unpacks one gzip layer of an unpacked layout, named by the beginning of its digest. */
export async function unpackLayer(layout: string, digest: string, into: string): Promise<string> {
  await mkdir(into, { recursive: true });
  const blobs = join(layout, 'blobs', 'sha256');
  const blob = (await readdir(blobs)).find((name) => name.startsWith(digest));
  if (blob === undefined) throw new Error(`no blob ${digest}`);
  // Users that the machine does not know and devices are of no use here.
  await run('tar', ['-xzf', join(blobs, blob), '-C', into, '--no-same-owner', '--exclude=dev/*']);
  return into;
}
