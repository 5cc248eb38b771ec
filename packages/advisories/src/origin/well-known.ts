/** A publisher's own address and the feeds that are read from it. */
export interface WellKnownOrigin {
  /** Base address; feeds know the paths below it. */
  readonly address: string;
  /** Ids of the feeds to look for there. Others are not asked for. */
  readonly feeds: readonly string[];
}

/**
 * Where `pratique advisories update` reads from when it is not told. Wolfi and Chainguard are not among them: their
 * licence forbids passing the data on, so that whoever wants them names their address (docs: packages/advisories).
 */
export const wellKnownOrigins: readonly WellKnownOrigin[] = [
  { address: 'https://osv-vulnerabilities.storage.googleapis.com/', feeds: ['osv'] },
  { address: 'https://security-tracker.debian.org/', feeds: ['debian-tracker'] },
  { address: 'https://secdb.alpinelinux.org/', feeds: ['alpine-secdb'] },
  { address: 'https://www.cisa.gov/sites/default/files/feeds/', feeds: ['kev'] },
  { address: 'https://epss.empiricalsecurity.com/', feeds: ['epss'] },
  { address: 'https://endoflife.date/', feeds: ['end-of-life'] },
];
