type Child = Node | string;

/** Creates an element; strings are added as text, never as markup. */
export function element<K extends keyof HTMLElementTagNameMap>(tag: K, className = "", ...children: Child[]): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  if (className !== "") made.className = className;
  made.append(...children);
  return made;
}

export function byId(id: string): HTMLElement {
  const found = document.getElementById(id);
  if (found === null) throw new Error(`#${id} is missing from index.html`);
  return found;
}

export interface Cell {
  text: string;
  className?: string;
  title?: string;
}

/** A table whose rows are replaced as a whole; without rows, the text for an empty table. */
export function table(headings: string[], rows: Cell[][], empty: string): HTMLElement {
  if (rows.length === 0) return element("p", "empty", empty);
  const head = element("thead", "", element("tr", "", ...headings.map((heading) => element("th", "", heading))));
  const body = element("tbody", "", ...rows.map((row) => element("tr", "", ...row.map(cellOf))));
  return element("table", "", head, body);
}

function cellOf(cell: Cell): HTMLElement {
  const made = element("td", cell.className ?? "", cell.text);
  if (cell.title !== undefined && cell.title !== "") made.title = cell.title;
  return made;
}
