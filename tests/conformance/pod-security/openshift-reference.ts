import type { Container, Pod, SharedSecurity } from './pod.ts';

/** What OpenShift gives to a namespace. */
export interface NamespaceGrant {
  readonly firstUser: number;
  readonly lastUser: number;
  readonly group: number;
  readonly level: string;
}

const VOLUMES = new Set([
  'configMap',
  'csi',
  'downwardAPI',
  'emptyDir',
  'ephemeral',
  'persistentVolumeClaim',
  'projected',
  'secret',
]);

const SYSCTLS = new Set([
  'kernel.shm_rmid_forced', 'net.ipv4.ip_local_port_range', 'net.ipv4.tcp_syncookies', 'net.ipv4.ping_group_range',
  'net.ipv4.ip_unprivileged_port_start', 'net.ipv4.tcp_keepalive_time', 'net.ipv4.tcp_fin_timeout',
  'net.ipv4.tcp_keepalive_intvl', 'net.ipv4.tcp_keepalive_probes', 'net.ipv4.ip_local_reserved_ports',
  'net.ipv4.tcp_rmem', 'net.ipv4.tcp_wmem',
]); // prettier-ignore

const SECCOMP = new Set(['runtime/default', 'docker/default']);
const POD_SECCOMP = 'seccomp.security.alpha.kubernetes.io/pod';
const CONTAINER_SECCOMP = 'container.seccomp.security.alpha.kubernetes.io/';

function sameLevel(expected: string, actual: string): boolean {
  const [sensitivity, categories = ''] = expected.split(':');
  const [own, ownCategories = ''] = actual.split(':');
  const sorted = (list: string): string => list.split(',').toSorted().join();
  return sensitivity === own && sorted(categories) === sorted(ownCategories);
}

function seccompName(profile: { readonly type?: string }): string {
  return profile.type === 'RuntimeDefault' ? 'runtime/default' : `other ${profile.type}`;
}

/** Admission under the constraint restricted-v2: fill in what is not set, then look at what there is. */
class Admission {
  readonly #pod: Pod;
  readonly #grant: NamespaceGrant;

  constructor(pod: Pod, grant: NamespaceGrant) {
    this.#pod = pod;
    this.#grant = grant;
  }

  #hasGrantedContext({ seLinuxOptions }: SharedSecurity): boolean {
    const { type = '', user = '', role = '', level = '' } = seLinuxOptions ?? { level: this.#grant.level };
    return type === '' && user === '' && role === '' && sameLevel(this.#grant.level, level);
  }

  /** The field counts more than the annotation; without either the runtime's profile is filled in. */
  #hasRuntimeSeccomp({ seccompProfile }: SharedSecurity, annotation: string | undefined): boolean {
    return SECCOMP.has(seccompProfile ? seccompName(seccompProfile) : (annotation ?? 'runtime/default'));
  }

  #hasGrantedUser({ runAsUser }: SharedSecurity): boolean {
    const { firstUser, lastUser } = this.#grant;
    const user = runAsUser ?? this.#pod.spec.securityContext?.runAsUser ?? firstUser;
    return firstUser <= user && user <= lastUser;
  }

  admitsPod(): boolean {
    const { spec, metadata } = this.#pod;
    const security = spec.securityContext ?? {};
    const sources = (spec.volumes ?? []).flatMap((volume) => Object.keys(volume)).filter((key) => key !== 'name');
    return (
      ![spec.hostNetwork, spec.hostPID, spec.hostIPC].includes(true) &&
      (security.fsGroup ?? this.#grant.group) === this.#grant.group &&
      this.#hasGrantedContext(security) &&
      // An empty annotation of a pod counts as none.
      this.#hasRuntimeSeccomp(security, metadata.annotations?.[POD_SECCOMP] || undefined) &&
      (security.sysctls ?? []).every(({ name }) => SYSCTLS.has(name)) &&
      sources.every((source) => VOLUMES.has(source))
    );
  }

  admits({ name, ports, securityContext }: Container): boolean {
    const { spec, metadata } = this.#pod;
    const security = securityContext ?? {};
    // The API takes an unmasked /proc only from pods with users of their own.
    const maskedOrApart = (security.procMount ?? 'Default') === 'Default' || spec.hostUsers === false;
    return (
      security.privileged !== true &&
      security.allowPrivilegeEscalation !== true &&
      this.#hasGrantedUser(security) &&
      this.#hasGrantedContext(security) &&
      this.#hasRuntimeSeccomp(security, metadata.annotations?.[`${CONTAINER_SECCOMP}${name}`]) &&
      (security.capabilities?.add ?? []).every((capability) => capability === 'NET_BIND_SERVICE') &&
      (ports ?? []).every(({ hostPort = 0 }) => hostPort === 0) &&
      maskedOrApart
    );
  }
}

/** Whether OpenShift admits a pod under restricted-v2, in a namespace that was given this. */
export function admits(pod: Pod, grant: NamespaceGrant): boolean {
  const { containers, initContainers = [], ephemeralContainers = [] } = pod.spec;
  const admission = new Admission(pod, grant);
  return (
    admission.admitsPod() &&
    [...initContainers, ...containers, ...ephemeralContainers].every((container) => admission.admits(container))
  );
}
