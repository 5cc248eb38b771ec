import { deflateRawSync, inflateRawSync } from 'node:zlib';

/** What stands in the database is our own, yet the file may be damaged: decompression stays bounded. */
const MAX_BODY = 256 * 1024 * 1024;
const MIN_COMPRESSED = 60;

const PLAIN = 0;
const DEFLATED = 1;

/**
 * Text that records repeat: most are too short to be compressed by themselves. Part of the file format: a change of it is a
 * change of the schema version. Deflate with it makes 14.0 MB of the 34.8 MB of cold parts over the test feeds, zstd
 * with it 15.7 MB, zstd alone 19.7 MB (docs/decisions/0010).
 */
const dictionary = Buffer.from(
  [
    '","https://www.openwall.com/lists/oss-security/20',
    '","https://lists.fedoraproject.org/archives/list/package-announce@lists.fedoraproject.org/message/',
    '","https://lists.debian.org/debian-lts-announce/20',
    '","https://access.redhat.com/security/cve/CVE-20","https://access.redhat.com/errata/RHSA-20',
    '","https://bugzilla.redhat.com/","https://errata.almalinux.org/8/ALSA-20","https://errata.almalinux.org/9/ALSA-20',
    '","https://security.gentoo.org/glsa/20","https://usn.ubuntu.com/","https://www.debian.org/security/20',
    '","https://security.netapp.com/advisory/ntap-20","https://groups.google.com/","https://hackerone.com/reports/',
    '","https://gitlab.com/gitlab-org/cves/-/blob/master/20","https://gitlab.com/gitlab-org/gitlab/-/issues/',
    '","https://rustsec.org/advisories/RUSTSEC-20","https://crates.io/crates/","https://pkg.go.dev/vuln/GO-20',
    '","https://go.dev/issue/","https://go.dev/cl/","https://pypi.org/project/","https://rubygems.org/gems/',
    '","https://www.npmjs.com/package/","https://security-tracker.debian.org/tracker/CVE-20',
    '","https://deb.freexian.com/extended-lts/tracker/CVE-20","https://security.alpinelinux.org/vuln/CVE-20',
    '","https://github.com/pypa/advisory-database/tree/main/vulns/","https://github.com/","https://huntr.dev/bounties/',
    '/releases/tag/v","/security/advisories/GHSA-","/pull/","/issues/","/commit/',
    '","https://github.com/advisories/GHSA-","https://nvd.nist.gov/vuln/detail/CVE-20"]',
    ',"w":["CWE-79","CWE-20","CWE-400","CWE-89","CWE-22"],"k":[[1,"',
    '. This vulnerability affects versions prior to . Users are advised to upgrade. There are no known workarounds. ',
    '\\n\\n### Impact\\n\\n### Patches\\n\\n### Workarounds\\n\\n### References\\n\\n',
    'For more details about the security issue(s), including the impact, a CVSS score, acknowledgments, and other ',
    'related information, refer to the CVE page(s) listed in the References section.\\n\\nSecurity Fix(es):\\n\\n* ',
    'allows remote attackers to execute arbitrary code via a crafted denial of service vulnerability in the ',
    '{"vulnerability":"CVE-20","aliases":["GHSA-"],"status":"not_affected","justification":"',
    'vulnerable_code_not_in_execute_path","products":["pkg:"],"subcomponents":["pkg:golang/"],"author":"',
    '{"r":["https://{"d":"',
  ].join(''),
);

/** A JSON value as bytes: compressed where that pays. */
export function packJson(value: unknown): Buffer {
  const text = Buffer.from(JSON.stringify(value));
  if (text.length >= MIN_COMPRESSED) {
    const packed = deflateRawSync(text, { dictionary, memLevel: 9 });
    if (packed.length < text.length) return Buffer.concat([Buffer.of(DEFLATED), packed]);
  }
  return Buffer.concat([Buffer.of(PLAIN), text]);
}

/**
 * Reads what {@link packJson} wrote.
 * @throws Error where the bytes are damaged
 */
export function unpackJson(bytes: Uint8Array): unknown {
  const body = Buffer.from(bytes.buffer, bytes.byteOffset + 1, bytes.byteLength - 1);
  const text = bytes[0] === DEFLATED ? inflateRawSync(body, { dictionary, maxOutputLength: MAX_BODY }) : body;
  return JSON.parse(text.toString('utf8'));
}
