/** Left-to-right sum of `value(item)`. */
export function sumOf<Item>(items: readonly Item[], value: (item: Item, index: number) => number): number {
  let total = 0;
  for (let index = 0; index < items.length; index += 1) total += value(items[index] as Item, index);
  return total;
}

/** Left-to-right sum. */
export function totalOf(values: readonly number[]): number {
  return sumOf(values, (value) => value);
}
