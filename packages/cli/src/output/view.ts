/** A value of a flat row: base units, null when unknown. */
export type Cell = string | number | boolean | null;
export type Row = Readonly<Record<string, Cell>>;

export interface Column {
  /** Shown in tables; a line break splits a long heading. */
  readonly title: string;
  readonly align?: 'left' | 'right';
}

/** A part of the human form of a result. */
export type Section =
  | { readonly kind: 'text'; readonly text: string }
  | {
      readonly kind: 'table';
      readonly title?: string;
      readonly columns: readonly Column[];
      readonly rows: readonly (readonly string[])[];
    };

/** A result in every form it can be printed in. */
export interface View {
  /** `-o json`: everything, as one document. */
  readonly record: object & { readonly schema: string };
  /** `-o jsonl` and `-o csv`: the main list, one flat row per item, all with the same keys. */
  readonly rows: readonly Row[];
  /** `-o table` and `-o md`. */
  readonly sections: readonly Section[];
}
