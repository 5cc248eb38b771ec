import type { Container, Handler, Pod, SharedSecurity } from './pod.ts';

export type Level = 'baseline' | 'restricted';

/** One revision of one control, as the text of the Pod Security Standards has it. */
interface Rule {
  /** The policy that must say the same. */
  readonly policy: string;
  readonly levels: readonly Level[];
  /** First and last minor version of the revision. */
  readonly from?: number;
  readonly to?: number;
  readonly violated: (pod: Pod) => boolean;
}

const both: readonly Level[] = ['baseline', 'restricted'];
const onlyBaseline: readonly Level[] = ['baseline'];
const onlyRestricted: readonly Level[] = ['restricted'];

function containers({ spec }: Pod): readonly Container[] {
  return [...spec.containers, ...(spec.initContainers ?? []), ...(spec.ephemeralContainers ?? [])];
}

/** Settings of the pod and of every container. */
function settings(pod: Pod): readonly SharedSecurity[] {
  return [pod.spec.securityContext ?? {}, ...containers(pod).map((container) => container.securityContext ?? {})];
}

const isWindows = (pod: Pod): boolean => pod.spec.os?.name === 'windows';
const hasOwnUsers = (pod: Pod): boolean => pod.spec.hostUsers === false;

function outside(allowed: readonly string[]): (value: string | undefined) => boolean {
  return (value) => !allowed.includes(value ?? '');
}

const badProfile = outside(['RuntimeDefault', 'Localhost']);

function handlers({ livenessProbe, readinessProbe, startupProbe, lifecycle }: Container): readonly Handler[] {
  return [livenessProbe, readinessProbe, startupProbe, lifecycle?.postStart, lifecycle?.preStop].filter(
    (handler) => handler !== undefined,
  );
}

function adds(pod: Pod, allowed: readonly string[]): boolean {
  return containers(pod).some(
    (container) => container.securityContext?.capabilities?.add?.some(outside(allowed)) ?? false,
  );
}

function setsSysctl(pod: Pod, safe: readonly string[]): boolean {
  return pod.spec.securityContext?.sysctls?.some(({ name }) => !safe.includes(name)) ?? false;
}

function setsSeLinux(pod: Pod, types: readonly string[]): boolean {
  return settings(pod).some(
    ({ seLinuxOptions: options }) =>
      outside(types)(options?.type) || (options?.user ?? '') !== '' || (options?.role ?? '') !== '',
  );
}

function unmasks(pod: Pod): boolean {
  return containers(pod).some(({ securityContext }) => (securityContext?.procMount ?? 'Default') !== 'Default');
}

function mayBeRoot(pod: Pod): boolean {
  const ofPod = pod.spec.securityContext?.runAsNonRoot ?? undefined;
  if (ofPod === false) return true;
  return containers(pod).some(({ securityContext }) => (securityContext?.runAsNonRoot ?? ofPod) !== true);
}

function isUserZero(pod: Pod): boolean {
  return settings(pod).some(({ runAsUser }) => runAsUser === 0);
}

function lacksSeccomp(pod: Pod): boolean {
  const ofPod = pod.spec.securityContext?.seccompProfile ?? undefined;
  if (ofPod && badProfile(ofPod.type)) return true;
  return containers(pod).some(({ securityContext }) => badProfile((securityContext?.seccompProfile ?? ofPod)?.type));
}

function keepsCapabilities(pod: Pod): boolean {
  const dropsAll = ({ securityContext }: Container): boolean =>
    securityContext?.capabilities?.drop?.includes('ALL') ?? false;
  return !containers(pod).every(dropsAll) || adds(pod, ['NET_BIND_SERVICE']);
}

function mayEscalate(pod: Pod): boolean {
  return containers(pod).some(({ securityContext }) => securityContext?.allowPrivilegeEscalation !== false);
}

const SYSCTLS_1_0 = [
  'kernel.shm_rmid_forced',
  'net.ipv4.ip_local_port_range',
  'net.ipv4.ip_unprivileged_port_start',
  'net.ipv4.tcp_syncookies',
  'net.ipv4.ping_group_range',
];
const SYSCTLS_1_27 = [...SYSCTLS_1_0, 'net.ipv4.ip_local_reserved_ports'];
const SYSCTLS_1_29 = [
  ...SYSCTLS_1_27,
  'net.ipv4.tcp_keepalive_time',
  'net.ipv4.tcp_fin_timeout',
  'net.ipv4.tcp_keepalive_intvl',
  'net.ipv4.tcp_keepalive_probes',
];
const SYSCTLS_1_32 = [...SYSCTLS_1_29, 'net.ipv4.tcp_rmem', 'net.ipv4.tcp_wmem'];
const SYSCTLS_1_37 = [...SYSCTLS_1_32, 'net.ipv4.tcp_slow_start_after_idle', 'net.ipv4.tcp_notsent_lowat'];

const SELINUX_1_0 = ['', 'container_t', 'container_init_t', 'container_kvm_t'];

const DEFAULT_CAPABILITIES = [
  'AUDIT_WRITE', 'CHOWN', 'DAC_OVERRIDE', 'FOWNER', 'FSETID', 'KILL', 'MKNOD', 'NET_BIND_SERVICE', 'SETFCAP', 'SETGID',
  'SETPCAP', 'SETUID', 'SYS_CHROOT',
]; // prettier-ignore

const FORBIDDEN_VOLUMES = [
  'hostPath', 'gcePersistentDisk', 'awsElasticBlockStore', 'gitRepo', 'nfs', 'iscsi', 'glusterfs', 'rbd', 'flexVolume',
  'cinder', 'cephfs', 'flocker', 'fc', 'azureFile', 'vsphereVolume', 'quobyte', 'azureDisk', 'portworxVolume',
  'photonPersistentDisk', 'scaleIO', 'storageos',
]; // prettier-ignore

function badSeccompAnnotation(pod: Pod): boolean {
  const keys = containers(pod).map(({ name }) => `container.seccomp.security.alpha.kubernetes.io/${name}`);
  return ['seccomp.security.alpha.kubernetes.io/pod', ...keys].some((key) => {
    const value = pod.metadata.annotations?.[key];
    return value !== undefined && !/^(?:runtime\/default$|docker\/default$|localhost\/)/.test(value);
  });
}

function badAppArmorAnnotation(pod: Pod): boolean {
  return Object.entries(pod.metadata.annotations ?? {}).some(
    ([key, value]) =>
      key.startsWith('container.apparmor.security.beta.kubernetes.io/') &&
      !/^(?:$|runtime\/default$|localhost\/)/.test(value),
  );
}

const rules: readonly Rule[] = [
  {
    policy: 'pod-security-privileged',
    levels: both,
    violated: (pod) => containers(pod).some(({ securityContext }) => securityContext?.privileged === true),
  },
  {
    policy: 'pod-security-host-namespaces',
    levels: both,
    violated: ({ spec }) => [spec.hostNetwork, spec.hostPID, spec.hostIPC].includes(true),
  },
  {
    policy: 'pod-security-host-path-volumes',
    levels: onlyBaseline,
    violated: ({ spec }) => spec.volumes?.some((volume) => volume['hostPath']) ?? false,
  },
  {
    policy: 'pod-security-host-ports',
    levels: both,
    violated: (pod) => containers(pod).some(({ ports }) => ports?.some(({ hostPort }) => (hostPort ?? 0) !== 0)),
  },
  {
    policy: 'pod-security-host-probes',
    levels: both,
    from: 34,
    violated: (pod) =>
      containers(pod)
        .flatMap(handlers)
        .some(({ httpGet, tcpSocket }) => Boolean(httpGet?.host) || Boolean(tcpSocket?.host)),
  },
  {
    policy: 'pod-security-windows-host-process',
    levels: both,
    violated: (pod) => settings(pod).some(({ windowsOptions }) => windowsOptions?.hostProcess === true),
  },
  {
    policy: 'pod-security-app-armor',
    levels: both,
    violated: (pod) => settings(pod).some(({ appArmorProfile }) => appArmorProfile && badProfile(appArmorProfile.type)),
  },
  { policy: 'pod-security-app-armor-annotations', levels: both, violated: badAppArmorAnnotation },
  {
    policy: 'pod-security-se-linux-options',
    levels: both,
    to: 30,
    violated: (pod) => setsSeLinux(pod, SELINUX_1_0),
  },
  {
    policy: 'pod-security-se-linux-options',
    levels: both,
    from: 31,
    violated: (pod) => setsSeLinux(pod, [...SELINUX_1_0, 'container_engine_t']),
  },
  { policy: 'pod-security-proc-mount', levels: onlyBaseline, to: 34, violated: unmasks },
  {
    policy: 'pod-security-proc-mount',
    levels: onlyBaseline,
    from: 35,
    violated: (pod) => !hasOwnUsers(pod) && unmasks(pod),
  },
  { policy: 'pod-security-proc-mount', levels: onlyRestricted, violated: unmasks },
  { policy: 'pod-security-seccomp-annotations', levels: both, to: 18, violated: badSeccompAnnotation },
  {
    policy: 'pod-security-seccomp',
    levels: onlyBaseline,
    from: 19,
    violated: (pod) => settings(pod).some(({ seccompProfile }) => seccompProfile && badProfile(seccompProfile.type)),
  },
  { policy: 'pod-security-restricted-seccomp', levels: onlyRestricted, from: 19, to: 24, violated: lacksSeccomp },
  {
    policy: 'pod-security-restricted-seccomp',
    levels: onlyRestricted,
    from: 25,
    violated: (pod) => !isWindows(pod) && lacksSeccomp(pod),
  },
  { policy: 'pod-security-sysctls', levels: both, to: 26, violated: (pod) => setsSysctl(pod, SYSCTLS_1_0) },
  { policy: 'pod-security-sysctls', levels: both, from: 27, to: 28, violated: (pod) => setsSysctl(pod, SYSCTLS_1_27) },
  { policy: 'pod-security-sysctls', levels: both, from: 29, to: 31, violated: (pod) => setsSysctl(pod, SYSCTLS_1_29) },
  { policy: 'pod-security-sysctls', levels: both, from: 32, to: 36, violated: (pod) => setsSysctl(pod, SYSCTLS_1_32) },
  { policy: 'pod-security-sysctls', levels: both, from: 37, violated: (pod) => setsSysctl(pod, SYSCTLS_1_37) },
  { policy: 'pod-security-capabilities', levels: onlyBaseline, violated: (pod) => adds(pod, DEFAULT_CAPABILITIES) },
  {
    policy: 'pod-security-capabilities',
    levels: onlyRestricted,
    to: 21,
    violated: (pod) => adds(pod, DEFAULT_CAPABILITIES),
  },
  {
    policy: 'pod-security-restricted-capabilities',
    levels: onlyRestricted,
    from: 22,
    to: 24,
    violated: keepsCapabilities,
  },
  {
    policy: 'pod-security-restricted-capabilities',
    levels: onlyRestricted,
    from: 25,
    violated: (pod) => !isWindows(pod) && keepsCapabilities(pod),
  },
  {
    policy: 'pod-security-restricted-volumes',
    levels: onlyRestricted,
    violated: ({ spec }) => spec.volumes?.some((volume) => FORBIDDEN_VOLUMES.some((kind) => volume[kind])) ?? false,
  },
  { policy: 'pod-security-privilege-escalation', levels: onlyRestricted, from: 8, to: 24, violated: mayEscalate },
  {
    policy: 'pod-security-privilege-escalation',
    levels: onlyRestricted,
    from: 25,
    violated: (pod) => !isWindows(pod) && mayEscalate(pod),
  },
  { policy: 'pod-security-run-as-non-root', levels: onlyRestricted, to: 34, violated: mayBeRoot },
  {
    policy: 'pod-security-run-as-non-root',
    levels: onlyRestricted,
    from: 35,
    violated: (pod) => !hasOwnUsers(pod) && mayBeRoot(pod),
  },
  { policy: 'pod-security-run-as-user', levels: onlyRestricted, from: 23, to: 34, violated: isUserZero },
  {
    policy: 'pod-security-run-as-user',
    levels: onlyRestricted,
    from: 35,
    violated: (pod) => !hasOwnUsers(pod) && isUserZero(pod),
  },
];

/** Minor versions at which the standards say something new, each with the one before. */
export const boundaries: readonly number[] = [
  ...new Set([0, 37, ...rules.flatMap(({ from }) => (from === undefined ? [] : [from - 1, from]))]),
].toSorted((one, other) => one - other);

/** Names of the policies that the pod violates, sorted. */
export function violatedPolicies(pod: Pod, level: Level, minor: number): string[] {
  const violated = rules.filter(
    ({ levels, from = 0, to = Number.POSITIVE_INFINITY, violated: isViolated }) =>
      levels.includes(level) && from <= minor && minor <= to && isViolated(pod),
  );
  return [...new Set(violated.map(({ policy }) => policy))].toSorted();
}
