import type { Distribution } from '@pratique/model';

/** A distribution in the end-of-life data. */
export interface DistributionLifecycle {
  /** os-release `ID`s. */
  readonly ids: readonly string[];
  /** Product id of endoflife.date. */
  readonly product: string;
  readonly title: string;
  /**
   * Who gets extended support: `everyone` (Debian's LTS comes over the same archive), or those who subscribed to one of
   * the channels. Absent: nobody, or a product of its own.
   */
  readonly extended?: 'everyone' | readonly string[];
}

const distributions: readonly DistributionLifecycle[] = [
  { ids: ['debian'], product: 'debian', title: 'Debian', extended: 'everyone' },
  {
    ids: ['ubuntu'],
    product: 'ubuntu',
    title: 'Ubuntu',
    extended: ['esm', 'pro', 'esm-infra', 'esm-apps', 'esm-infra-legacy'],
  },
  { ids: ['alpine'], product: 'alpine-linux', title: 'Alpine Linux' },
  { ids: ['almalinux', 'alma'], product: 'almalinux', title: 'AlmaLinux' },
  { ids: ['rocky', 'rockylinux'], product: 'rocky-linux', title: 'Rocky Linux' },
  { ids: ['rhel', 'redhat'], product: 'rhel', title: 'Red Hat Enterprise Linux', extended: ['els'] },
  { ids: ['fedora'], product: 'fedora', title: 'Fedora' },
  { ids: ['amzn', 'amazon', 'amazonlinux'], product: 'amazon-linux', title: 'Amazon Linux' },
  { ids: ['ol', 'oracle', 'oraclelinux'], product: 'oracle-linux', title: 'Oracle Linux', extended: ['els'] },
  { ids: ['sles', 'suse'], product: 'sles', title: 'SUSE Linux Enterprise Server', extended: ['ltss'] },
  { ids: ['opensuse-leap', 'opensuse', 'leap'], product: 'opensuse', title: 'openSUSE Leap' },
  { ids: ['photon'], product: 'vmware-photon', title: 'Photon OS' },
  { ids: ['mageia'], product: 'mageia', title: 'Mageia' },
  { ids: ['devuan'], product: 'devuan', title: 'Devuan' },
  { ids: ['linuxmint'], product: 'linuxmint', title: 'Linux Mint' },
  { ids: ['pop'], product: 'pop-os', title: 'Pop!_OS' },
  { ids: ['nixos'], product: 'nixos', title: 'NixOS' },
  { ids: ['postmarketos'], product: 'postmarketos', title: 'postmarketOS' },
  { ids: ['slackware'], product: 'slackware', title: 'Slackware' },
  { ids: ['eurolinux'], product: 'eurolinux', title: 'EuroLinux' },
];

const centosLinux: DistributionLifecycle = { ids: ['centos'], product: 'centos', title: 'CentOS Linux' };
const centosStream: DistributionLifecycle = { ids: ['centos'], product: 'centos-stream', title: 'CentOS Stream' };

const byId = new Map(distributions.flatMap((row) => row.ids.map((id) => [id, row] as const)));

/** The product that a distribution is in the end-of-life data. */
export function distributionLifecycle(distribution: Distribution): DistributionLifecycle | undefined {
  const id = distribution.id.toLowerCase();
  if (id !== 'centos') return byId.get(id);
  return /stream/i.test(distribution.prettyName ?? '') ? centosStream : centosLinux;
}

/** Whether extended support of the product reaches this installation. */
export function hasExtendedSupport({ extended }: DistributionLifecycle, channels: readonly string[]): boolean {
  if (extended === undefined) return false;
  return extended === 'everyone' || extended.some((channel) => channels.includes(channel));
}
