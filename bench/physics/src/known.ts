/** The value, or an error that says which one the data lack. */
export function known<Value>(value: Value | null | undefined, what: string): Value {
  if (value === null || value === undefined)
    throw new RangeError(`${what} is missing from the data; add it or drop its point`);
  return value;
}
