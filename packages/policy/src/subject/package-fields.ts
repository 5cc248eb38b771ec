import { bool, instant, int, listOf, object, text } from '../cel/types.ts';

/** What a policy may ask of a package; shared by the subjects `package` and `finding`. */
export const packageFields = {
  name: [text, 'Full name in its ecosystem: `openssl`, `@scope/name`, `group:artifact`.'],
  version: [text, 'As the ecosystem writes it; empty where it is not known.'],
  type: [text, 'Package URL type: `deb`, `npm`, `maven`, …'],
  purl: [text, 'Canonical package URL.'],
  evidence: [text, '`installed`, `declared`, `binary` or `sbom`.'],
  architecture: [text, 'Architecture it was built for.'],
  license: [text, 'SPDX licence expression as declared; empty where none is.'],
  licenses: [listOf(text), 'Every SPDX licence id that the expression names.'],
  licenseChoices: [
    listOf(listOf(text)),
    'The ways to satisfy the expression, each the licences that then apply together: `MIT OR GPL-2.0-only` is two.',
  ],
  source: [
    object('SourcePackage', { name: [text, 'Name.'], version: [text, 'Version.'] }),
    'Source package it was built from.',
  ],
  vendor: [text, 'Who built it.'],
  development: [bool, 'Only for development or test, according to its lockfile.'],
  fromBase: [text, '`yes`, `no` or `unknown`: whether the base image brought it.'],
  ownedBy: [text, 'Package URL of the OS package that owns its files; empty where none does.'],
  layer: [text, 'Digest of the layer that introduced it.'],
  paths: [listOf(text), 'Where it was found; the first decided.'],
  foundBy: [text, 'Id of the cataloger.'],
  assessed: [bool, 'A loaded feed covers its ecosystem and release.'],
} as const;

/** What a policy may ask of a finding. */
export const findingFields = {
  id: [text, "CVE first, else the advisory's own id."],
  aliases: [listOf(text), 'Other ids of the same flaw.'],
  kind: [text, '`vulnerability`, `malware`, `unmaintained` or `end-of-life`.'],
  severity: [text, '`critical`, `high`, `medium`, `low`, `negligible` or `unknown`.'],
  severityRank: [int, 'The severity as a number: critical 5, high 4, medium 3, low 2, negligible 1, unknown 0.'],
  severityFrom: [text, 'Who rated it: `distro`, `source`, `cvss-3.1`, …'],
  cvss: [
    object('Cvss', {
      score: [{ kind: 'double' }, '0 to 10, computed from the vector.'],
      version: [text, '`2.0`, `3.0`, `3.1` or `4.0`.'],
      vector: [text, 'As published.'],
    }),
    'Absent where no vector was published.',
  ],
  state: [text, '`fixed`, `no-fix`, `will-not-fix`, `end-of-life` or `under-investigation`.'],
  fixedIn: [text, 'Version to update to; empty where there is none.'],
  fixAvailableSince: [instant, 'When a fixed version became available; absent where nobody says.'],
  published: [instant, 'When the advisory was published; absent where nobody says.'],
  modified: [instant, 'When the advisory was last changed.'],
  knownExploited: [bool, "Listed in CISA's catalogue of known exploited vulnerabilities."],
  knownExploitedSince: [instant, 'When it was listed there.'],
  dueDate: [instant, 'By when CISA asks to fix it.'],
  ransomware: [bool, 'Known to be used in ransomware campaigns.'],
  epss: [
    object('Epss', {
      score: [{ kind: 'double' }, 'Probability of exploitation within 30 days, 0 to 1.'],
      percentile: [{ kind: 'double' }, '0 to 1.'],
    }),
    "FIRST's exploit prediction; absent where there is none.",
  ],
  cwes: [listOf(text), 'Weaknesses: `CWE-79`.'],
  title: [text, 'One line.'],
  fromBase: [text, '`yes`, `no` or `unknown`: whether the base image brought the package.'],
  priority: [int, '0 to 100: what to do first.'],
  feeds: [listOf(text), 'Feeds that it was merged from.'],
} as const;
