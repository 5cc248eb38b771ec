/** Where a value stands: for an entry of a mapping, its key; for an item of a sequence, the item. */
export interface Place {
  /** Character offset in the text. */
  readonly offset: number;
  readonly entries?: ReadonlyMap<string, Place>;
  readonly items?: readonly Place[];
}

/** 1-based. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** Turns character offsets of one text into lines and columns. */
export class LineIndex {
  readonly #starts: number[] = [0];

  constructor(text: string) {
    for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) this.#starts.push(at + 1);
  }

  positionAt(offset: number): Position {
    let low = 0;
    let high = this.#starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#starts[middle] as number) <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: offset - (this.#starts[low] as number) + 1 };
  }
}

/** Longer paths are cut: they come from policies and from keys of hostile documents. */
const MAX_STEPS = 200;
/** Dots that one key written without quotes may hold: `data.tls.crt`. */
const MAX_DOTS = 8;

/** The steps of `spec.containers[0].env["a.b"]`; what cannot be read ends them. */
export function pathSteps(path: string): readonly (string | number)[] {
  const steps: (string | number)[] = [];
  const step = /\.?(?:\[(?<index>\d{1,9})\]|\["(?<double>[^"]*)"\]|\['(?<single>[^']*)'\]|(?<name>[^.[\]]+))/gy;
  for (let match = step.exec(path); match && steps.length < MAX_STEPS; match = step.exec(path)) {
    const { index, double, single, name } = match.groups ?? {};
    steps.push(index === undefined ? (double ?? single ?? name ?? '') : Number(index));
  }
  return steps;
}

/** The entry that the steps from `at` name, and how many steps its key takes. */
function entryAt(place: Place, steps: readonly (string | number)[], at: number): [Place, number] | undefined {
  let key = '';
  for (let taken = 1; taken <= MAX_DOTS && at + taken <= steps.length; taken++) {
    key += `${taken === 1 ? '' : '.'}${steps[at + taken - 1]}`;
    const entry = place.entries?.get(key);
    if (entry) return [entry, taken];
  }
  return undefined;
}

/** The place that a path names, or its nearest ancestor that exists. */
export function placeOf(root: Place, path: string): Place {
  const steps = pathSteps(path);
  let place = root;
  for (let at = 0; at < steps.length;) {
    const step = steps[at];
    const item = typeof step === 'number' ? place.items?.[step] : undefined;
    const found: [Place, number] | undefined = item ? [item, 1] : entryAt(place, steps, at);
    if (!found) break;
    place = found[0];
    at += found[1];
  }
  return place;
}
