import type { Fact, Facts } from '@pratique/model';
import { factsOf, isFacts, isTrue, listOf, textOf } from './values.ts';

/** A mount of a service in the words of Kubernetes. */
export interface ComposeMount {
  readonly volume: Facts;
  readonly mount: Facts;
}

/** A path below the folder of the compose file is part of the project, not of the host. */
function bound(name: string, path: string): Facts {
  const isProject = /^\.(?:$|\/)/.test(path) && !path.split('/').includes('..');
  return isProject ? { name, persistentVolumeClaim: { claimName: path } } : { name, hostPath: { path } };
}

/** A named volume may be a path of the host by another name: the local driver mounts whatever `device` says. */
function named(name: string, source: string, volumes: Facts): Facts {
  const { type, o, device } = factsOf(factsOf(volumes[source])['driver_opts']);
  const binds = /(?:^|,)r?bind(?:,|$)/.test(textOf(o)) || textOf(type) === 'none';
  if (binds && textOf(device) !== '') return bound(name, textOf(device));
  return { name, persistentVolumeClaim: { claimName: source } };
}

/** Short form: `[SOURCE:]TARGET[:MODE]`. A source that is a path is a bind mount, else a named volume. */
function shortForm(text: string, name: string, volumes: Facts): ComposeMount {
  // A drive letter is part of a Windows path, no separator.
  const parts = text.split(/(?<!^[A-Za-z]|:[A-Za-z]):/);
  const [source, target, mode] = parts.length === 1 ? [undefined, parts[0], undefined] : parts;
  const readOnly = (mode ?? '').split(',').includes('ro');
  const mount = { name, mountPath: target ?? '', ...(readOnly && { readOnly }) };
  if (source !== undefined && /^(?:[./~]|[A-Za-z]:)/.test(source)) return { volume: bound(name, source), mount };
  return { volume: named(name, source ?? '', volumes), mount };
}

function longForm(spec: Facts, name: string, volumes: Facts): ComposeMount {
  const readOnly = isTrue(spec['read_only']);
  const propagation = textOf(factsOf(spec['bind'])['propagation']);
  const mount = {
    name,
    mountPath: textOf(spec['target']),
    ...(readOnly && { readOnly }),
    ...(/^r?shared$/.test(propagation) && { mountPropagation: 'Bidirectional' }),
  };
  const kind = textOf(spec['type']);
  if (kind === 'bind') return { volume: bound(name, textOf(spec['source'])), mount };
  if (kind === 'tmpfs') return { volume: { name, emptyDir: { medium: 'Memory' } }, mount };
  if (kind === 'image') return { volume: { name, image: { reference: textOf(spec['source']) } }, mount };
  return { volume: named(name, textOf(spec['source']), volumes), mount };
}

/** The socket that `use_api_socket` hands out. */
const apiSocket = '/var/run/docker.sock';

/**
 * What a service mounts; device nodes are paths of the host as well.
 * @param volumes the named volumes of the file
 */
export function composeMounts(spec: Facts, volumes: Facts = {}): readonly ComposeMount[] {
  const mounted = listOf(spec['volumes']).map((item, i) => {
    const name = `volume-${i}`;
    return isFacts(item) ? longForm(item, name, volumes) : shortForm(textOf(item), name, volumes);
  });
  const devices = listOf(spec['devices']).map((item: Fact, i): ComposeMount => {
    const name = `device-${i}`;
    const path = isFacts(item) ? textOf(item['source']) : (textOf(item).split(':')[0] ?? '');
    return { volume: { name, hostPath: { path, type: 'CharDevice' } }, mount: { name, mountPath: path } };
  });
  const name = 'api-socket';
  const socket = { volume: { name, hostPath: { path: apiSocket } }, mount: { name, mountPath: apiSocket } };
  return [...mounted, ...devices, ...(isTrue(spec['use_api_socket']) ? [socket] : [])];
}
