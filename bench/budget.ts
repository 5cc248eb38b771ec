/** Collects lines of figures beside their budgets; over one is remembered. */
export class Budgets {
  #within = true;

  /** A figure that must not exceed its budget. */
  atMost(what: string, value: number, budget: number, unit: string, note = ''): void {
    const ok = value <= budget;
    this.#within &&= ok;
    this.#print(ok ? 'ok  ' : 'OVER', what, `${format(value)} ${unit}`, `≤ ${format(budget)} ${unit}`, note);
  }

  /** A figure without a budget. */
  print(what: string, value: number, unit: string, note = ''): void {
    this.#print('    ', what, `${format(value)} ${unit}`, '', note);
  }

  #print(state: string, what: string, value: string, budget: string, note: string): void {
    console.log(`${state} ${what.padEnd(52)} ${value.padStart(16)}  ${budget.padEnd(14)} ${note}`.trimEnd());
  }

  get within(): boolean {
    return this.#within;
  }
}

function format(value: number): string {
  return value >= 100 ? value.toFixed(0) : value.toPrecision(3);
}
