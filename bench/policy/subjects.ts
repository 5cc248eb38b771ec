import { kubernetesObject, relations, workloadView } from '../../packages/kubernetes/src/index.ts';
import type { Finding, Package, ScanResult, Severity } from '../../packages/model/src/index.ts';
import { type JudgeSubject, scanSubjects, workloadFacts } from '../../packages/policy/src/index.ts';

const FETCHED = '2026-11-20T00:00:00Z';
const severities: readonly Severity[] = ['critical', 'high', 'medium', 'low', 'negligible'];
const digest = `sha256:${'a'.repeat(64)}` as const;

/** A pod of three containers as manifests have them. */
const manifest = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'api', namespace: 'shop', labels: { app: 'api', team: 'shop' } },
  spec: {
    replicas: 3,
    template: {
      metadata: { labels: { app: 'api' } },
      spec: {
        serviceAccountName: 'api',
        securityContext: { runAsNonRoot: true, fsGroup: 1000, seccompProfile: { type: 'RuntimeDefault' } },
        initContainers: [
          { name: 'setup', image: 'registry.example.com/shop/setup:1.2', securityContext: { privileged: false } },
        ],
        containers: ['api', 'proxy'].map((name, index) => ({
          name,
          image: `registry.example.com/shop/${name}:1.${index}`,
          ports: [{ containerPort: 8080 + index }],
          env: Array.from({ length: 12 }, (_, at) => ({ name: `VARIABLE_${at}`, value: `value ${at}` })),
          resources: { requests: { cpu: '100m', memory: '128Mi' }, limits: { memory: '256Mi' } },
          livenessProbe: { httpGet: { path: '/live', port: 8080 } },
          readinessProbe: { httpGet: { path: '/ready', port: 8080 } },
          volumeMounts: [{ name: 'data', mountPath: '/data' }],
          securityContext: {
            allowPrivilegeEscalation: false,
            readOnlyRootFilesystem: index === 0,
            capabilities: { drop: ['ALL'], add: ['NET_BIND_SERVICE'] },
          },
        })),
        volumes: [
          { name: 'data', emptyDir: {} },
          { name: 'config', configMap: { name: 'api' } },
        ],
      },
    },
  },
};

/** The pod as a gate sees it, read anew. */
export function podSubject(): JudgeSubject {
  const object = kubernetesObject(structuredClone(manifest));
  const view = object && workloadView(object);
  if (!object || !view) throw new Error('the manifest has no pod template');
  return workloadFacts(view, { context: relations([object], { complete: false }).contextOf(view) });
}

function packageOf(index: number): Package {
  const name = `package-${index}`;
  const type = index % 2 === 0 ? 'deb' : 'npm';
  return {
    type,
    name,
    version: `1.${index}.0`,
    evidence: 'installed',
    license: index % 7 === 0 ? 'GPL-3.0-only OR MIT' : 'MIT',
    purl: type === 'deb' ? `pkg:deb/debian/${name}@1.${index}.0` : `pkg:npm/${name}@1.${index}.0`,
    locations: [{ path: `usr/lib/${name}`, layer: digest }],
    layer: digest,
    fromBase: index % 2 === 0 ? 'yes' : 'no',
    foundBy: type === 'deb' ? 'dpkg' : 'npm',
  };
}

function findingOf(index: number, { purl }: Package): Finding {
  const fixed = index % 3 !== 0;
  return {
    id: `CVE-2026-${10_000 + index}`,
    kind: 'vulnerability',
    aliases: [`GHSA-aaaa-bbbb-${String(index).padStart(4, '0')}`],
    sources: [{ advisory: `CVE-2026-${10_000 + index}`, feed: 'debian' }],
    package: purl,
    severity: severities[index % severities.length] ?? 'low',
    severityFrom: 'distro',
    cvss: { version: '3.1', vector: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H', score: 9.8 },
    state: fixed ? 'fixed' : 'no-fix',
    fixedIn: fixed ? `1.${index}.1` : '',
    ...(fixed && { fixAvailableSince: '2026-11-01T00:00:00Z' }),
    title: `Flaw ${index}`,
    references: [],
    cwes: ['CWE-79'],
    published: '2026-10-01T00:00:00Z',
    modified: '2026-10-02T00:00:00Z',
    epss: { vulnerability: `CVE-2026-${10_000 + index}`, score: (index % 100) / 100, percentile: (index % 100) / 100 },
    fromBase: index % 2 === 0 ? 'yes' : 'no',
    layer: digest,
    priority: index % 100,
  };
}

/** A scan as it comes from matching. */
export function scanOf(packageCount: number, findingCount: number): ScanResult {
  const packages = Array.from({ length: packageCount }, (_, index) => packageOf(index));
  return {
    sbom: {
      subject: {
        kind: 'image',
        name: 'registry.example.com/shop/api:1.0',
        image: {
          references: ['registry.example.com/shop/api:1.0'],
          manifestDigest: digest,
          configDigest: digest,
          platform: { os: 'linux', architecture: 'amd64' },
        },
        config: {
          created: '2026-10-01T00:00:00Z',
          user: '1000',
          env: ['PATH=/usr/bin', 'NODE_ENV=production'],
          entrypoint: ['/app'],
          cmd: [],
          workingDir: '/',
          exposedPorts: ['8080/tcp'],
          volumes: [],
          labels: { 'org.opencontainers.image.source': 'https://example.com/shop/api' },
          healthcheck: false,
          history: Array.from({ length: 20 }, (_, index) => ({ createdBy: `RUN step ${index}`, emptyLayer: false })),
          diffIds: [digest],
        },
      },
      packages,
      unknowns: [],
      layers: [{ index: 0, digest, diffId: digest, size: 30_000_000, fromBase: 'yes' }],
      catalogers: { dpkg: 1 },
      createdAt: FETCHED,
    },
    findings: Array.from({ length: findingCount }, (_, index) =>
      findingOf(index, packages[index % packages.length] as Package),
    ),
    suppressed: [],
    notAssessed: [],
    unknowns: [],
    database: { generation: 1, asOf: FETCHED, stale: false, starter: false, feeds: [] },
    scannedAt: FETCHED,
  };
}

/** Everything of a scan that is judged, its facts made anew. */
export function imageSubjects(result: ScanResult): readonly JudgeSubject[] {
  return scanSubjects(result);
}
