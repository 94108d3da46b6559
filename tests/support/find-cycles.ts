/** What points to what: file → files, folder → folders. */
export type Graph = ReadonlyMap<string, ReadonlySet<string>>;

/** Groups of nodes that reach each other, each sorted (Tarjan's strongly connected components). */
export const findCycles = (graph: Graph): readonly (readonly string[])[] => {
  const index = new Map<string, number>();
  const low = new Map<string, number>();
  const stack: string[] = [];
  const cycles: string[][] = [];

  const visit = (node: string): void => {
    index.set(node, index.size);
    low.set(node, index.get(node) ?? 0);
    stack.push(node);
    for (const next of graph.get(node) ?? []) {
      if (!index.has(next)) visit(next);
      if (stack.includes(next)) low.set(node, Math.min(low.get(node) ?? 0, low.get(next) ?? 0));
    }
    if (low.get(node) !== index.get(node)) return;
    const group = stack.splice(stack.indexOf(node));
    if (group.length > 1 || graph.get(node)?.has(node)) cycles.push(group.sort());
  };

  for (const node of graph.keys()) if (!index.has(node)) visit(node);
  return cycles;
};
