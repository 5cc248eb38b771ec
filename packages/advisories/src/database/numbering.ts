import type { DatabaseSync } from 'node:sqlite';

/** Numbers that stand for feed ids and ecosystem names in other tables; given on first use. */
export class Numbering {
  readonly #numbers = new Map<string, number>();
  readonly #names = new Map<number, string>();
  readonly #insert: (name: string) => number;

  private constructor(rows: Iterable<Record<string, unknown>>, insert: (name: string) => number) {
    for (const { no, name } of rows) this.#note(Number(no), String(name));
    this.#insert = insert;
  }

  static ecosystems(database: DatabaseSync): Numbering {
    return new Numbering(database.prepare('select no, name from ecosystem').iterate(), (name) =>
      Number(database.prepare('insert into ecosystem (name) values (?)').run(name).lastInsertRowid),
    );
  }

  static feeds(database: DatabaseSync): Numbering {
    return new Numbering(database.prepare('select no, id as name from feed').iterate(), (id) =>
      Number(database.prepare("insert into feed (id, status, covers) values (?, '{}', '{}')").run(id).lastInsertRowid),
    );
  }

  #note(no: number, name: string): void {
    this.#numbers.set(name, no);
    this.#names.set(no, name);
  }

  find(name: string): number | undefined {
    return this.#numbers.get(name);
  }

  name(no: number): string {
    return this.#names.get(no) ?? '';
  }

  /** The number of a name, a new one if need be. */
  number(name: string): number {
    const known = this.#numbers.get(name);
    if (known !== undefined) return known;
    const no = this.#insert(name);
    this.#note(no, name);
    return no;
  }

  /** All names with their numbers. */
  entries(): ReadonlyMap<string, number> {
    return this.#numbers;
  }
}
