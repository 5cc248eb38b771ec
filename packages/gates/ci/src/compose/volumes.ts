import type { Fact, Facts } from '@pratique/model';
import { factsOf, isFacts, listOf, textOf } from './values.ts';

/** A mount of a service in the words of Kubernetes. */
export interface ComposeMount {
  readonly volume: Facts;
  readonly mount: Facts;
}

/** Short form: `[SOURCE:]TARGET[:MODE]`. A source that is a path is a bind mount, else a named volume. */
function shortForm(text: string, name: string): ComposeMount {
  // A drive letter is part of a Windows path, no separator.
  const parts = text.split(/(?<!^[A-Za-z]|:[A-Za-z]):/);
  const [source, target, mode] = parts.length === 1 ? [undefined, parts[0], undefined] : parts;
  const readOnly = (mode ?? '').split(',').includes('ro');
  const mount = { name, mountPath: target ?? '', ...(readOnly && { readOnly }) };
  if (source !== undefined && /^(?:[./~]|[A-Za-z]:)/.test(source))
    return { volume: { name, hostPath: { path: source } }, mount };
  return { volume: { name, persistentVolumeClaim: { claimName: source ?? '' } }, mount };
}

function longForm(spec: Facts, name: string): ComposeMount {
  const readOnly = spec['read_only'] === true;
  const propagation = textOf(factsOf(spec['bind'])['propagation']);
  const mount = {
    name,
    mountPath: textOf(spec['target']),
    ...(readOnly && { readOnly }),
    ...(/^r?shared$/.test(propagation) && { mountPropagation: 'Bidirectional' }),
  };
  const kind = textOf(spec['type']);
  if (kind === 'bind') return { volume: { name, hostPath: { path: textOf(spec['source']) } }, mount };
  if (kind === 'tmpfs') return { volume: { name, emptyDir: { medium: 'Memory' } }, mount };
  if (kind === 'image') return { volume: { name, image: { reference: textOf(spec['source']) } }, mount };
  return { volume: { name, persistentVolumeClaim: { claimName: textOf(spec['source']) } }, mount };
}

/** What a service mounts; device nodes are paths of the host as well. */
export function composeMounts(spec: Facts): readonly ComposeMount[] {
  const volumes = listOf(spec['volumes']).map((item, i) => {
    const name = `volume-${i}`;
    return isFacts(item) ? longForm(item, name) : shortForm(textOf(item), name);
  });
  const devices = listOf(spec['devices']).map((item: Fact, i): ComposeMount => {
    const name = `device-${i}`;
    const path = isFacts(item) ? textOf(item['source']) : (textOf(item).split(':')[0] ?? '');
    return { volume: { name, hostPath: { path, type: 'CharDevice' } }, mount: { name, mountPath: path } };
  });
  return [...volumes, ...devices];
}
