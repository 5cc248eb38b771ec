import type { Container, ContainerSecurity, Handler, Pod, PodSecurity, PodSpec, SharedSecurity } from './pod.ts';

/** A pod and what is special about it, for messages. */
export interface NamedPod {
  readonly name: string;
  readonly pod: Pod;
}

interface Change {
  readonly name: string;
  readonly apply: (pod: Pod) => Pod;
}

/** Lists of containers and the container in each that changes are made to. */
const PLACES = [
  ['containers', 0],
  ['initContainers', 0],
  ['initContainers', 1],
  ['ephemeralContainers', 0],
] as const;
type Place = (typeof PLACES)[number];

const HARDENED: ContainerSecurity = { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } };

function podOf(security: ContainerSecurity | undefined, spec: Partial<PodSpec>): Pod {
  const container = (name: string): Container => ({
    name,
    image: `registry.example/${name}`,
    ...(security && { securityContext: security }),
  });
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'shop' },
    spec: {
      containers: [container('web'), container('api')],
      initContainers: [container('setup'), { ...container('proxy'), restartPolicy: 'Always' }],
      ephemeralContainers: [container('debug')],
      ...spec,
    },
  };
}

/** Says nothing: what every revision makes of absent fields. */
const bare = podOf(undefined, {});
/** Passes every revision of both levels, so that one change decides. */
const hardened = podOf(HARDENED, {
  securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
});

function inSpec(name: string, change: Partial<PodSpec>): Change {
  return { name, apply: (pod) => ({ ...pod, spec: { ...pod.spec, ...change } }) };
}

function inPodSecurity(security: PodSecurity): Change {
  return {
    name: `pod ${JSON.stringify(security)}`,
    apply: (pod) => ({ ...pod, spec: { ...pod.spec, securityContext: { ...pod.spec.securityContext, ...security } } }),
  };
}

function inContainer([list, index]: Place, name: string, change: (container: Container) => Container): Change {
  return {
    name: `${list}[${index}] ${name}`,
    apply: (pod) => ({
      ...pod,
      spec: {
        ...pod.spec,
        [list]: (pod.spec[list] ?? []).map((container, at) => (at === index ? change(container) : container)),
      },
    }),
  };
}

function annotated(key: string, value: string): Change {
  return {
    name: `annotation ${key}=${value}`,
    apply: (pod) => ({
      ...pod,
      metadata: { ...pod.metadata, annotations: { ...pod.metadata.annotations, [key]: value } },
    }),
  };
}

const profiles = [
  { type: 'Unconfined' },
  { type: 'RuntimeDefault' },
  { type: 'Localhost' },
  { type: 'localhost' },
  {},
  null,
];

const shared: readonly SharedSecurity[] = [
  ...[true, false, null].map((runAsNonRoot) => ({ runAsNonRoot })),
  ...[0, 1, 1000, null].map((runAsUser) => ({ runAsUser })),
  ...['', 'spc_t', 'container_t', 'container_init_t', 'container_kvm_t', 'container_engine_t'].map((type) => ({
    seLinuxOptions: { type },
  })),
  { seLinuxOptions: {} },
  { seLinuxOptions: { user: 'system_u' } },
  { seLinuxOptions: { role: 'system_r' } },
  { seLinuxOptions: { type: 'container_t', user: '', role: '', level: 's0:c1,c2' } },
  ...profiles.map((seccompProfile) => ({ seccompProfile })),
  ...profiles.map((appArmorProfile) => ({ appArmorProfile })),
  ...[true, false, null].map((hostProcess) => ({ windowsOptions: { hostProcess } })),
];

const security: readonly ContainerSecurity[] = [
  ...shared,
  ...[true, false].map((privileged) => ({ privileged })),
  ...[true, false, null].map((allowPrivilegeEscalation) => ({ allowPrivilegeEscalation })),
  ...['Default', 'Unmasked', 'default', '', null].map((procMount) => ({ procMount })),
  { capabilities: {} },
  { capabilities: { add: [], drop: [] } },
  { capabilities: { drop: ['all'] } },
  { capabilities: { drop: ['NET_RAW', 'ALL'] } },
  ...['NET_BIND_SERVICE', 'CHOWN', 'NET_ADMIN', 'ALL', 'net_bind_service'].flatMap((capability) => [
    { capabilities: { add: [capability] } },
    { capabilities: { add: ['NET_BIND_SERVICE', capability], drop: ['ALL'] } },
  ]),
];

const handlers: readonly Handler[] = [
  { httpGet: { port: 80 } },
  { httpGet: { port: 80, host: '' } },
  { httpGet: { port: 80, host: 'example.com' } },
  { tcpSocket: { port: 80, host: '127.0.0.1' } },
  { tcpSocket: { port: 80 } },
  { exec: { command: ['true'] } },
];

const containerFields: readonly Partial<Container>[] = [
  { securityContext: null },
  { ports: [{ containerPort: 80 }] },
  { ports: [{ containerPort: 80, hostPort: 0 }] },
  { ports: [{ containerPort: 80 }, { containerPort: 81, hostPort: 8081 }] },
  ...handlers.flatMap((handler) => [
    { livenessProbe: handler },
    { readinessProbe: handler },
    { startupProbe: handler },
    { lifecycle: { postStart: handler } },
    { lifecycle: { preStop: handler } },
  ]),
];

const sysctls = [
  'kernel.shm_rmid_forced', 'net.ipv4.ip_local_port_range', 'net.ipv4.ip_unprivileged_port_start',
  'net.ipv4.tcp_syncookies', 'net.ipv4.ping_group_range', 'net.ipv4.ip_local_reserved_ports',
  'net.ipv4.tcp_keepalive_time', 'net.ipv4.tcp_fin_timeout', 'net.ipv4.tcp_keepalive_intvl',
  'net.ipv4.tcp_keepalive_probes', 'net.ipv4.tcp_rmem', 'net.ipv4.tcp_wmem', 'net.ipv4.tcp_slow_start_after_idle',
  'net.ipv4.tcp_notsent_lowat', 'kernel.msgmax', 'net.ipv4.tcp_mem', '',
]; // prettier-ignore

const volumes = [
  'awsElasticBlockStore', 'azureDisk', 'azureFile', 'cephfs', 'cinder', 'configMap', 'csi', 'downwardAPI', 'emptyDir',
  'ephemeral', 'fc', 'flexVolume', 'flocker', 'gcePersistentDisk', 'gitRepo', 'glusterfs', 'hostPath', 'image', 'iscsi',
  'nfs', 'persistentVolumeClaim', 'photonPersistentDisk', 'portworxVolume', 'projected', 'quobyte', 'rbd', 'scaleIO',
  'secret', 'storageos', 'vsphereVolume',
]; // prettier-ignore

const podFields: readonly Change[] = [
  inSpec('no security settings', { securityContext: null }),
  inSpec('no volumes', { volumes: [] }),
  inSpec('a volume of no kind', { volumes: [{ name: 'data' }] }),
  ...[true, false].flatMap((on) => [
    inSpec(`hostNetwork ${on}`, { hostNetwork: on }),
    inSpec(`hostPID ${on}`, { hostPID: on }),
    inSpec(`hostIPC ${on}`, { hostIPC: on }),
  ]),
  ...shared.map((settings) => inPodSecurity(settings)),
  ...sysctls.map((name) =>
    inPodSecurity({
      sysctls: [
        { name: 'net.ipv4.tcp_syncookies', value: '1' },
        { name, value: '1' },
      ],
    }),
  ),
  ...volumes.map((kind) =>
    inSpec(`volume ${kind}`, {
      volumes: [
        { name: 'tmp', emptyDir: {} },
        { name: 'data', [kind]: {} },
      ],
    }),
  ),
  ...['unconfined', 'runtime/default', 'docker/default', 'localhost/shop', 'localhost', ''].flatMap((value) => [
    annotated('seccomp.security.alpha.kubernetes.io/pod', value),
    annotated('container.seccomp.security.alpha.kubernetes.io/setup', value),
    annotated('container.seccomp.security.alpha.kubernetes.io/gone', value),
    annotated('container.apparmor.security.beta.kubernetes.io/web', value),
    annotated('container.apparmor.security.beta.kubernetes.io/gone', value),
    annotated('apparmor.security.beta.kubernetes.io/web', value),
  ]),
];

function containerChanges(place: Place): Change[] {
  return [
    ...security.map((settings) =>
      inContainer(place, JSON.stringify(settings), (container) => ({
        ...container,
        securityContext: { ...container.securityContext, ...settings },
      })),
    ),
    ...containerFields.map((fields) =>
      inContainer(place, JSON.stringify(fields), (container) => ({ ...container, ...fields })),
    ),
  ];
}

function environment(system: string | undefined, hostUsers: boolean | undefined): Change {
  return inSpec(`on ${system ?? 'any'} with host users ${hostUsers ?? 'absent'}`, {
    ...(system !== undefined && { os: { name: system } }),
    ...(hostUsers !== undefined && { hostUsers }),
  });
}

const environments: readonly Change[] = [undefined, 'linux', 'windows'].flatMap((system) =>
  [undefined, true, false].map((hostUsers) => environment(system, hostUsers)),
);
/** Those that some revision exempts from something. */
const exempted = [environment('windows', undefined), environment(undefined, false)];

function built(base: Pod, ...changes: readonly Change[]): NamedPod {
  return {
    name: [base === bare ? 'bare' : 'hardened', ...changes.map(({ name }) => name)].join(', '),
    pod: changes.reduce((pod, { apply }) => apply(pod), base),
  };
}

/** Every single change to a pod that is fine without, also where a revision exempts the pod, and at every place. */
export function matrix(): NamedPod[] {
  const [first, ...others] = PLACES;
  const here = [...podFields, ...containerChanges(first)];
  return [
    ...environments.flatMap((where) => [built(bare, where), built(hardened, where)]),
    ...here.flatMap((change) => [built(hardened, change), built(bare, change)]),
    ...exempted.flatMap((where) => here.map((change) => built(hardened, where, change))),
    ...others.flatMap(containerChanges).map((change) => built(hardened, change)),
  ];
}

/** Picks from lists, the same items for the same seed. */
function picker(seed: number): <Item>(items: readonly Item[]) => Item {
  let state = seed;
  return (items) => {
    // Numerical Recipes' linear congruential generator: good enough to pick, and the same everywhere.
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    const item = items[Math.floor((state / 2 ** 32) * items.length)];
    if (item === undefined) throw new RangeError('nothing to pick from');
    return item;
  };
}

function mixed(count: number, seed: number, changes: readonly (readonly Change[])[]): NamedPod[] {
  const pick = picker(seed);
  return Array.from({ length: count }, () => {
    const some = Array.from({ length: pick([1, 2, 3, 4]) }, () => pick(pick(changes)));
    return built(pick([bare, hardened]), pick(environments), ...some);
  });
}

/** Pods with several changes at once, the same ones for the same seed. */
export function mixtures(count: number, seed: number): NamedPod[] {
  return mixed(count, seed, [podFields, ...PLACES.map(containerChanges)]);
}

const users = [0, 1000, 1_000_659_999, 1_000_660_000, 1_000_669_999, 1_000_670_000, null];
const levels = ['', 's0:c26,c5', 's0:c5,c26', 's0:c1,c2', 's0'];
const ranged: readonly SharedSecurity[] = [
  ...users.map((runAsUser) => ({ runAsUser })),
  ...levels.map((level) => ({ seLinuxOptions: { level } })),
  { seLinuxOptions: { level: 's0:c26,c5', type: 'container_t' } },
];

/** Pods with users, groups and SELinux levels within and outside of what a namespace of OpenShift is given. */
export function rangedMixtures(count: number, seed: number): NamedPod[] {
  const ofPod = [
    ...ranged.map((settings) => inPodSecurity(settings)),
    ...users.map((fsGroup) => inPodSecurity({ fsGroup })),
    inPodSecurity({ supplementalGroups: [0, 1000] }),
  ];
  const ofContainers = PLACES.map((place) =>
    ranged.map((settings) =>
      inContainer(place, JSON.stringify(settings), (container) => ({
        ...container,
        securityContext: { ...container.securityContext, ...settings },
      })),
    ),
  );
  return mixed(count, seed, [ofPod, ofPod, ...ofContainers]);
}
