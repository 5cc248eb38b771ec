import type { Policy, Profile } from '@pratique/model';

/** Everything that objects may refer to: of the files being read, and what was there before. */
export interface Names {
  readonly policies: readonly Policy[];
  readonly profiles: readonly Profile[];
}
