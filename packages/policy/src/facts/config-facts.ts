import { type Facts, type HistoryEntry, type ImageConfig, UnknownFact } from '@pratique/model';
import { instantOf } from './instants.ts';
import { holdsSecret, isSecretVariable, shownValue, withoutSecrets } from './secrets.ts';

/** Lines of history, variables, ports and the like of one configuration that conditions see; more make an unknown. */
const MAX_ITEMS = 2000;
/** A command as conditions see it. Characters. */
const MAX_COMMAND = 16 * 1024;

/** Whether a USER is root: by name or number, or none. `0:1000` is root in another group. */
export function isRoot(user: string): boolean {
  const name = user.trim().split(':')[0] as string;
  return name === '' || /^(?:root|containeradministrator)$/i.test(name) || /^\+?0+$/.test(name);
}

/** `8080/tcp`, `53/udp`, `80`; ranges are written out up to `most` ports. */
export function portsOf(written: readonly string[], most: number): { number: number; protocol: string }[] {
  const ports: { number: number; protocol: string }[] = [];
  for (const text of written) {
    const found = /^(\d{1,5})(?:-(\d{1,5}))?(?:\/(tcp|udp|sctp))?$/i.exec(text.trim());
    if (!found) continue;
    const first = Number(found[1]);
    const last = Math.min(Number(found[2] ?? first), 65_535);
    const protocol = (found[3] ?? 'tcp').toLowerCase();
    for (let number = first; number <= last && ports.length < most; number++) ports.push({ number, protocol });
  }
  return ports;
}

function environment(env: readonly string[]): Facts[] {
  return env.map((line) => {
    const equals = line.indexOf('=');
    const name = equals < 0 ? line : line.slice(0, equals);
    return { name, secret: isSecretVariable(name, equals < 0 ? '' : line.slice(equals + 1)) };
  });
}

function historyLine({ created, createdBy = '', emptyLayer }: HistoryEntry): Facts {
  return {
    created: instantOf(created),
    createdBy: withoutSecrets(createdBy, MAX_COMMAND),
    empty: emptyLayer,
    secret: holdsSecret(createdBy),
  };
}

function shown(words: readonly string[]): readonly string[] {
  return words.map((word) => withoutSecrets(word, MAX_COMMAND));
}

/** At most as many as conditions see, else an unknown: what lies beyond must not pass unseen. */
function bounded<T>(items: readonly T[], what: string, facts: (items: readonly T[]) => Facts[string]): Facts[string] {
  if (items.length > MAX_ITEMS)
    return new UnknownFact(`it has ${items.length} ${what}, more than the ${MAX_ITEMS} looked at`);
  return facts(items);
}

/** Fields that come from the image configuration. Without one they are unknown: an SBOM of another tool does not tell them. */
export function configFacts(config: ImageConfig | undefined, why: string): Facts {
  if (!config) {
    const unknown = new UnknownFact(why);
    return {
      created: unknown,
      user: unknown,
      runsAsRoot: unknown,
      ports: unknown,
      env: unknown,
      entrypoint: unknown,
      cmd: unknown,
      workingDir: unknown,
      volumes: unknown,
      labels: unknown,
      healthcheck: unknown,
      history: unknown,
    };
  }
  return {
    created: instantOf(config.created),
    user: config.user,
    runsAsRoot: isRoot(config.user),
    ports: bounded(config.exposedPorts, 'ports', (ports) => portsOf(ports, MAX_ITEMS)),
    env: bounded(config.env, 'environment variables', environment),
    entrypoint: shown(config.entrypoint),
    cmd: shown(config.cmd),
    workingDir: config.workingDir,
    volumes: bounded(config.volumes, 'volumes', (volumes) => volumes),
    labels: Object.fromEntries(
      Object.entries(config.labels).map(([name, value]) => [name, shownValue(name, value, MAX_COMMAND)]),
    ),
    healthcheck: config.healthcheck,
    history: bounded(config.history, 'lines of history', (history) => history.map(historyLine)),
  };
}
