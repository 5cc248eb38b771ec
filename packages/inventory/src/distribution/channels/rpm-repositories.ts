import { linesOf } from '../../os-package/lines.ts';

/** More repositories than this are no configuration. */
const MAX_REPOSITORIES = 5000;

/** The ids of the enabled repositories of a yum, dnf or zypp `.repo` file; `enabled` is 1 unless said (dnf.conf(5)). */
export function enabledRepositories(text: string): readonly string[] {
  const enabled = new Map<string, boolean>();
  let section: string | undefined;
  for (const line of linesOf(text)) {
    const header = /^\s*\[([^\]]{1,256})\]/.exec(line.slice(0, 512))?.[1];
    if (header !== undefined) {
      if (enabled.size === MAX_REPOSITORIES) break;
      section = header;
      enabled.set(section, true);
    }
    const setting = /^\s*enabled\s*[=:]\s*(\S+)/.exec(line.slice(0, 512))?.[1];
    if (section !== undefined && setting !== undefined) enabled.set(section, /^(1|true|yes|on)$/i.test(setting));
  }
  return [...enabled].filter(([, on]) => on).map(([id]) => id);
}

/** Red Hat's extended support, as repository ids and content sets name it: `rhel-8-for-x86_64-baseos-eus-rpms`. */
export function channelsOfRedHatRepository(id: string): string[] {
  return id
    .toLowerCase()
    .split(/[-_:]/)
    .filter((word) => /^(eus|aus|tus|e4s|els)$/.test(word));
}

/** SUSE's long term support, as zypp repositories and installed products name it: `SLES15-SP4-LTSS-Updates`. */
export function channelsOfSuseName(name: string): string[] {
  return name
    .toLowerCase()
    .split(/[-_:./]/)
    .filter((word) => /^(ltss|espos)$/.test(word));
}
