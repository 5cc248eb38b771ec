/** Which distribution release an image or host is (os-release(5), or the fallbacks). */
export interface Distribution {
  /** os-release `ID`, lower case: `debian`, `alpine`, `rhel`, `almalinux`, `sles`, … */
  readonly id: string;
  /** os-release `VERSION_ID`; absent on rolling releases such as Debian unstable or Arch. */
  readonly versionId?: string;
  readonly codename?: string;
  readonly prettyName?: string;
  readonly idLike: readonly string[];
  /** os-release `VARIANT_ID`, such as `coreos`. */
  readonly variantId?: string;
  /** Support channels that the release is subscribed to: `esm-infra`, `esm-apps`, `elts`, `eus`, … */
  readonly channels: readonly string[];
  /** The file that said so. */
  readonly path: string;
}
