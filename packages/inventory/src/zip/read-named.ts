import { eachMember, isProblem, openZip, readMember, type ZipMember, type ZipProblem } from './zip-archive.ts';

/** Bounds on looking for one member: members of the archive, bytes of the member. */
export interface NamedMemberBounds {
  readonly members: number;
  readonly bytes: number;
}

/** The first member whose name fits, with its content; undefined where there is none; or why it cannot be read. */
export async function readNamed(
  bytes: Buffer,
  wanted: (name: string) => boolean,
  bounds: NamedMemberBounds,
): Promise<{ readonly name: string; readonly content: Buffer } | ZipProblem | undefined> {
  const archive = openZip(bytes);
  if (isProblem(archive)) return archive;
  const found: ZipMember[] = [];
  const stopped = eachMember(archive, bounds.members, (member) => {
    if (found.length === 0 && wanted(member.name)) found.push(member);
  });
  const [member] = found;
  if (!member) return stopped;
  const content = await readMember(archive, member, bounds.bytes);
  return isProblem(content) ? content : { name: member.name, content };
}
