import { bool, double, instant, int, listOf, mapOf, object, text } from '../cel/types.ts';

const vulnerabilityCounts = object('VulnerabilityCounts', {
  total: [int, 'Findings that count; suppressed ones do not.'],
  critical: [int, 'Critical ones.'],
  high: [int, 'High ones.'],
  medium: [int, 'Medium ones.'],
  low: [int, 'Low ones.'],
  unrated: [int, 'Those whose severity nobody states.'],
  fixable: [int, 'Those with a version to update to.'],
  fixableCritical: [int, 'Critical ones with a fix.'],
  fixableHigh: [int, 'High ones with a fix.'],
  knownExploited: [int, 'Known exploited ones.'],
  knownExploitedFixable: [int, 'Known exploited ones with a fix.'],
  malware: [int, 'Packages that are malware.'],
  endOfLife: [int, 'Distributions and runtimes past their end of life.'],
  unmaintained: [int, 'Packages that nobody maintains.'],
  highestEpss: [double, 'The highest EPSS score among them; 0 where there is none.'],
  suppressed: [int, 'Those that VEX or ownership suppresses.'],
});

/** What a policy may ask of an image; a finding, a package and a workload's containers carry it too. */
export const imageFields = {
  reference: [text, 'As written: `registry/repository:tag@digest`.'],
  registry: [text, 'Host and port; `docker.io` where the reference names none.'],
  repository: [text, 'Repository without registry: `library/nginx`.'],
  tag: [text, 'Tag as written; empty where there is none.'],
  digest: [text, 'Manifest digest; empty where the reference names none and the image was not read.'],
  pinned: [bool, 'The reference names a digest.'],
  os: [text, 'OCI platform.'],
  architecture: [text, 'OCI platform.'],
  created: [
    instant,
    'As its configuration says; absent where it says nothing or a date that means none (the Unix epoch, 1980).',
  ],
  size: [int, 'Bytes of its layers as stored.'],
  layers: [int, 'Number of layers.'],
  user: [text, 'User of the configuration, as written; empty: none declared, root.'],
  runsAsRoot: [bool, 'The declared user is root by name or number, or none is declared.'],
  ports: [
    listOf(object('Port', { number: [int, '0 to 65535.'], protocol: [text, '`tcp`, `udp` or `sctp`.'] })),
    'Exposed ports.',
  ],
  env: [
    listOf(
      object('EnvironmentVariable', {
        name: [text, 'Name.'],
        secret: [bool, 'Its name or value looks like a credential that is not a reference or a placeholder.'],
      }),
    ),
    'Environment variables; values are not shown.',
  ],
  entrypoint: [listOf(text), 'As configured.'],
  cmd: [listOf(text), 'As configured.'],
  workingDir: [text, 'As configured.'],
  volumes: [listOf(text), 'Declared volumes.'],
  labels: [mapOf(text), 'Labels of the configuration.'],
  healthcheck: [bool, 'A health check is declared.'],
  history: [
    listOf(
      object('HistoryLine', {
        created: [instant, 'When.'],
        createdBy: [text, 'The command, with values that look like credentials blanked.'],
        empty: [bool, 'It made no layer.'],
        secret: [bool, 'It carries something that looks like a credential.'],
      }),
    ),
    'Build history.',
  ],
  base: [
    object('BaseImage', {
      name: [text, 'Reference; empty where it is not known.'],
      digest: [text, 'Digest; empty where it is not known.'],
      known: [bool, 'Its layers can be told from ours.'],
      layers: [int, 'How many layers it brought.'],
    }),
    'Base image; absent where nothing says which.',
  ],
  distribution: [
    object('Distribution', {
      id: [text, '`debian`, `alpine`, `rhel`, …'],
      version: [text, 'VERSION_ID.'],
      codename: [text, '`bookworm`.'],
      name: [text, 'For people.'],
    }),
    'Absent where the image has none.',
  ],
  packages: [int, 'Number of packages.'],
  unknowns: [int, 'Things in it that could not be read or matched.'],
  notAssessed: [int, 'Packages that no loaded feed covers.'],
  complete: [
    bool,
    'Everything in it was read and every package assessed. Unknown, with what is missing, where not; so too without packages.',
  ],
  vulnerabilities: [vulnerabilityCounts, 'Counts over its findings.'],
  advisories: [
    object('AdvisoryData', {
      asOf: [instant, 'Oldest fetch among the advisory feeds; absent where none is loaded.'],
      stale: [bool, 'Older than the limit.'],
      starter: [bool, 'Only the starter set is loaded.'],
    }),
    'What the findings were matched against.',
  ],
  programs: [
    listOf(
      object('NotableProgram', {
        path: [text, 'Path in the image.'],
        kind: [
          text,
          '`setuid`, `setgid`, `shell`, `package-manager`, `compiler`, `ssh-server`, `downloader`, `network-tool`, `debugger`, `container-tool`.',
        ],
        mode: [int, 'Permission bits.'],
        owner: [text, 'Package URL of the OS package that owns it.'],
      }),
    ),
    'Programs that policies ask about.',
  ],
  inventoried: [bool, 'Its content was read.'],
  signatures: [
    listOf(
      object('Signature', {
        identity: [text, 'Who signed.'],
        issuer: [text, 'Who vouches for the identity.'],
        verified: [bool, 'It verifies and binds this digest.'],
      }),
    ),
    'Unknown until signatures are configured.',
  ],
  provenance: [
    object('Provenance', {
      builder: [text, 'Builder id.'],
      source: [text, 'Source repository.'],
      revision: [text, 'Commit.'],
      verified: [bool, 'It verifies and binds this digest.'],
    }),
    'Unknown until provenance is configured.',
  ],
} as const;
