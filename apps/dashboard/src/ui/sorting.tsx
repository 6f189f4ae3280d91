export interface Sorting<Column extends string> {
  readonly column: Column;
  readonly isDescending: boolean;
}

export interface SortHeadProps<Column extends string> {
  readonly column: Column;
  readonly text: string;
  readonly isNumber?: boolean;
  readonly sorting: Sorting<Column>;
  readonly onSort: (sorting: Sorting<Column>) => void;
}

/** A column's head; pressing it sorts, pressing it again turns the order round. Numbers begin with the largest. */
export function SortHead<Column extends string>({ column, text, isNumber = false, sorting, onSort }: SortHeadProps<Column>) {
  const isSorted = sorting.column === column;
  const order = isSorted ? (sorting.isDescending ? 'descending' : 'ascending') : 'none';
  return (
    <th scope="col" className={isNumber ? 'number' : undefined} aria-sort={order}>
      <button
        type="button"
        className="sort"
        onClick={() => onSort({ column, isDescending: isSorted ? !sorting.isDescending : isNumber })}
      >
        {text}
      </button>
    </th>
  );
}

/** Sorted by a key; what has none comes last either way. */
export function sortedBy<T>(
  items: readonly T[],
  { isDescending }: Sorting<string>,
  keyOf: (item: T) => string | number | null,
): T[] {
  const sign = isDescending ? -1 : 1;
  return items.toSorted((a, b) => {
    const [x, y] = [keyOf(a), keyOf(b)];
    if (x === null || y === null) return Number(x === null) - Number(y === null);
    return sign * (typeof x === 'string' ? x.localeCompare(String(y), undefined, { numeric: true }) : x - Number(y));
  });
}
