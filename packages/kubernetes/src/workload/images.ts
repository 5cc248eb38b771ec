import { elements, field, fieldAt, isFacts, type KubernetesObject, textOf } from '../object.ts';
import { hasFixedPlace } from './pod-place.ts';
import { workloadViews } from './workload-view.ts';
import type { ContainerType, Fact, WorkloadView } from '@pratique/model';

/** An image that a document names. */
export interface NamedImage {
  /** As written. */
  readonly reference: string;
  /** Of the field that names it: `spec.template.spec.containers[0].image`. */
  readonly path: string;
  /** Type of the container, `volume` for image volumes, `other` where it stands in no pod. */
  readonly usedBy: ContainerType | 'volume' | 'other';
  /** Name of the container or volume. */
  readonly name: string;
}

const MAX_DEPTH = 40;

/** Lists whose elements are containers in custom resources. */
const containerLists: ReadonlySet<string> = new Set([
  'containers', 'initContainers', 'ephemeralContainers', 'sidecars', 'steps', 'stepTemplate', 'container', 'script',
]); // prettier-ignore

function imageAt(value: Fact, path: string): readonly NamedImage[] {
  const reference = textOf(field(value, 'image'));
  const name = textOf(field(value, 'name'));
  return reference === '' ? [] : [{ reference, path: `${path}.image`, usedBy: 'other', name }];
}

/** Images of containers anywhere in an object: Tekton tasks, Argo workflows, operators' resources. */
function imagesWithin(value: Fact, path: string, depth: number): readonly NamedImage[] {
  if (depth > MAX_DEPTH) return [];
  if (Array.isArray(value))
    return elements(value).flatMap((item, index) => imagesWithin(item, `${path}[${index}]`, depth + 1));
  if (!isFacts(value)) return [];
  return Object.entries(value).flatMap(([key, item]) => {
    const place = path === '' ? key : `${path}.${key}`;
    const own = !containerLists.has(key)
      ? []
      : Array.isArray(item)
        ? elements(item).flatMap((each, index) => imageAt(each, `${place}[${index}]`))
        : imageAt(item, place);
    return [...own, ...imagesWithin(item, place, depth + 1)];
  });
}

function imagesOfView(view: WorkloadView): readonly NamedImage[] {
  const containers = view.containers
    .filter(({ image }) => image !== '')
    .map(({ image, path, type, name }) => ({ reference: image, path: `${path}.image`, usedBy: type, name }));
  const volumes = elements(field(view.pod, 'volumes')).flatMap((volume, index): NamedImage[] => {
    const reference = textOf(fieldAt(volume, ['image', 'reference']));
    const path = `${view.podPath}.volumes[${index}].image.reference`;
    return reference === '' ? [] : [{ reference, path, usedBy: 'volume', name: textOf(field(volume, 'name')) }];
  });
  return [...containers, ...volumes];
}

/** All images that an object names: of each pod those of containers, then of volumes; then those in other places. */
export function images(object: KubernetesObject): readonly NamedImage[] {
  const ofPods = workloadViews(object).flatMap(imagesOfView);
  // The schema of a custom resource names fields, not images.
  if (hasFixedPlace(object) || object.kind === 'CustomResourceDefinition') return ofPods;
  const seen = new Set(ofPods.map(({ path }) => path));
  const others = imagesWithin(field(object.object, 'spec'), 'spec', 0).filter(({ path }) => !seen.has(path));
  return [...ofPods, ...others];
}
