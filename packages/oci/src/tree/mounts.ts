import { readFile } from 'node:fs/promises';

/** File systems that hold no files of their own: views of the kernel, or other mounts shown again. */
const pseudo = new Set([
  'autofs', 'binfmt_misc', 'bpf', 'cgroup', 'cgroup2', 'configfs', 'debugfs', 'devpts', 'devtmpfs', 'efivarfs',
  'fusectl', 'hugetlbfs', 'mqueue', 'nsfs', 'overlay', 'proc', 'pstore', 'resctrl', 'rpc_pipefs', 'securityfs',
  'selinuxfs', 'sysfs', 'tracefs',
]); // prettier-ignore

/** File systems on other machines: reading them may hang, and they are not this host's. */
const network = new Set([
  '9p', 'afs', 'beegfs', 'ceph', 'cifs', 'coda', 'gfs2', 'glusterfs', 'gpfs', 'lustre', 'ncpfs', 'nfs', 'nfs4', 'ocfs2',
  'orangefs', 'pvfs2', 'smb3', 'smbfs', 'virtiofs',
]); // prettier-ignore

function isLeftOut(type: string): boolean {
  // FUSE is a program's answer to every call; what is on it is nearly always elsewhere (sshfs, s3fs, gcsfuse).
  return pseudo.has(type) || network.has(type) || type === 'fuse' || type.startsWith('fuse.');
}

/** Undoes the escapes of mountinfo: `\040` is a space (proc_pid_mountinfo(5)). */
function unescape(field: string): string {
  return field.replace(/\\([0-7]{3})/g, (_, octal: string) => String.fromCharCode(Number.parseInt(octal, 8)));
}

/**
 * The mount points that a host's file system is read without: pseudo and network file systems, and overlays, which are the
 * roots of containers. `mountinfo` is the content of /proc/self/mountinfo.
 */
export function leftOutMounts(mountinfo: string): ReadonlySet<string> {
  const points = new Set<string>();
  for (const line of mountinfo.split('\n')) {
    const fields = line.split(' ');
    const type = fields[fields.indexOf('-', 6) + 1];
    const point = fields[4];
    // The last mount on a point is the one that shows.
    if (point === undefined || type === undefined || fields.length < 10) continue;
    const path = unescape(point);
    if (isLeftOut(type)) points.add(path);
    else points.delete(path);
  }
  points.delete('/');
  return points;
}

/** The mount points of this machine to leave out; none where the system does not tell. */
export async function readLeftOutMounts(): Promise<ReadonlySet<string>> {
  const mountinfo = await readFile('/proc/self/mountinfo', 'utf8').catch(() => '');
  return leftOutMounts(mountinfo);
}
