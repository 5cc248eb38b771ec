import type { ContainerView, Fact, Facts, WorkloadView } from '@pratique/model';
import type { ComposeService } from './read-compose.ts';
import { factsOf, isTrue, listOf, pairsOf, textOf, textsOf, wordsOf } from './values.ts';
import { composeMounts } from './volumes.ts';

/** Kind under which a service is listed. */
export const COMPOSE_SERVICE = 'ComposeService';

/** `security_opt` in both spellings: `key:value` and `key=value`. */
function securityOptions(spec: Facts): ReadonlyMap<string, string> {
  return new Map(
    textsOf(spec['security_opt']).map((option) => {
      const at = option.search(/[:=]/);
      return at < 0 ? [option, 'true'] : [option.slice(0, at), option.slice(at + 1)];
    }),
  );
}

/** Docker applies its default profile unless told otherwise. */
function profile(value: string | undefined): Facts {
  if (value === undefined || value === '') return { type: 'RuntimeDefault' };
  return value === 'unconfined' ? { type: 'Unconfined' } : { type: 'Localhost', localhostProfile: value };
}

function capabilities(spec: Facts): Facts {
  const names = (field: string): string[] =>
    textsOf(spec[field]).map((name) => name.toUpperCase().replace(/^CAP_/, ''));
  return { add: names('cap_add'), drop: names('cap_drop') };
}

/** `USER[:GROUP]`; a name other than root is not root, as far as a file can tell. */
function userContext(spec: Facts): Facts {
  const [user = ''] = textOf(spec['user']).split(':');
  if (/^\d{1,9}$/.test(user)) return { runAsUser: Number(user), runAsNonRoot: Number(user) !== 0 };
  if (user === '') return {};
  return user === 'root' ? { runAsUser: 0, runAsNonRoot: false } : { runAsNonRoot: true };
}

function securityContext(spec: Facts): Facts {
  const options = securityOptions(spec);
  const noNewPrivileges = options.get('no-new-privileges');
  return {
    ...userContext(spec),
    privileged: isTrue(spec['privileged']),
    allowPrivilegeEscalation: !isTrue(noNewPrivileges),
    readOnlyRootFilesystem: isTrue(spec['read_only']),
    ...(options.get('systempaths') === 'unconfined' && { procMount: 'Unmasked' }),
    capabilities: capabilities(spec),
    seccompProfile: profile(options.get('seccomp')),
    appArmorProfile: profile(options.get('apparmor')),
  };
}

function resources(spec: Facts): Facts {
  const declared = factsOf(factsOf(spec['deploy'])['resources']);
  const quantities = (section: Fact, cpu: Fact, memory: Fact): Facts => {
    const { cpus, memory: bytes } = factsOf(section);
    return Object.fromEntries(
      [
        ['cpu', cpus ?? cpu],
        ['memory', bytes ?? memory],
      ].filter(([, value]) => value !== undefined && value !== null),
    );
  };
  return {
    limits: quantities(declared['limits'], spec['cpus'], spec['mem_limit']),
    requests: quantities(declared['reservations'], undefined, spec['mem_reservation']),
  };
}

function healthcheck(spec: Facts): Facts | undefined {
  const check = factsOf(spec['healthcheck']);
  const test = wordsOf(check['test']);
  if (isTrue(check['disable']) || !test || test[0] === 'NONE') return undefined;
  return { exec: { command: test } };
}

/** `[[HOST:]PUBLISHED:]TARGET[/PROTOCOL]`: only the port of the container; ranges by their first port. */
function ports(spec: Facts): readonly Facts[] {
  const all = [...listOf(spec['ports']), ...listOf(spec['expose'])];
  return all.flatMap((item): Facts[] => {
    const { target, protocol } = factsOf(item);
    const [written = '', suffix = ''] = textOf(item).split('/');
    const number = Number.parseInt(textOf(target) || (written.split(':').at(-1) ?? ''), 10);
    if (!(number > 0 && number < 65536)) return [];
    return [{ containerPort: number, protocol: (textOf(protocol) || suffix || 'tcp').toUpperCase() }];
  });
}

function sysctls(spec: Facts): readonly Facts[] {
  return pairsOf(spec['sysctls']).map(([name, value]) => ({ name, value: value ?? '' }));
}

function containerOf({ name, spec }: ComposeService, mounts: readonly Facts[]): ContainerView {
  const probe = healthcheck(spec);
  const container: Facts = {
    name,
    image: textOf(spec['image']),
    command: wordsOf(spec['entrypoint']),
    args: wordsOf(spec['command']),
    ports: ports(spec),
    env: pairsOf(spec['environment']).map(([key, value]) => ({ name: key, value })),
    resources: resources(spec),
    volumeMounts: mounts,
    ...(probe && { livenessProbe: probe, readinessProbe: probe }),
    imagePullPolicy: { always: 'Always', never: 'Never' }[textOf(spec['pull_policy'])] ?? '',
    securityContext: securityContext(spec),
    stdin: isTrue(spec['stdin_open']),
    tty: isTrue(spec['tty']),
  };
  return { type: 'container', name, image: textOf(spec['image']), path: `services.${name}`, spec: container };
}

/**
 * A compose service as workload policies see it. Fields have the meaning that Docker gives them: its default seccomp and
 * AppArmor profiles apply, and there is no service account whose token could be mounted.
 */
export function composeWorkload(service: ComposeService): WorkloadView {
  const { name, spec, volumes, unread } = service;
  const mounts = composeMounts(spec, volumes);
  const pod: Facts = {
    hostNetwork: spec['network_mode'] === 'host',
    hostPID: spec['pid'] === 'host',
    hostIPC: spec['ipc'] === 'host',
    ...(spec['userns_mode'] === 'host' && { hostUsers: true }),
    automountServiceAccountToken: false,
    serviceAccountName: 'none',
    securityContext: { sysctls: sysctls(spec), seccompProfile: { type: 'RuntimeDefault' } },
    volumes: mounts.map(({ volume }) => volume),
  };
  const labels = Object.fromEntries(pairsOf(spec['labels']).map(([key, value]) => [key, value ?? '']));
  const replicas = factsOf(spec['deploy'])['replicas'] ?? spec['scale'];
  return {
    apiVersion: 'compose',
    kind: COMPOSE_SERVICE,
    name,
    namespace: '',
    labels,
    annotations: {},
    ...(typeof replicas === 'number' && { replicas }),
    podPath: `services.${name}`,
    podLabels: labels,
    podAnnotations: {},
    pod,
    containers: [
      containerOf(
        service,
        mounts.map(({ mount }) => mount),
      ),
    ],
    imageVolumes: mounts.flatMap(({ volume }) => textOf(factsOf(volume['image'])['reference']) || []),
    ...(unread !== undefined && { unreadable: [unread] }),
    document: spec,
  };
}
