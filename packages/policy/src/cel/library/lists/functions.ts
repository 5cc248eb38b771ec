import type { CelLibrary } from '../../function.ts';
import { extendedLists } from './extended.ts';
import { kubernetesLists } from './kubernetes.ts';

/** Lists: Kubernetes' functions and those of cel-go's ext/lists. They compare with the meter, and what moves stays moving. */
export const listsLibrary: CelLibrary = {
  id: 'kubernetes.lists',
  functions: [...kubernetesLists, ...extendedLists].map((each) => ({ ...each, followsTime: true })),
};
