/** Asks once of each, where rows by the thousand ask the same few. */
export const remembered = <Asked, Told>(tell: (asked: Asked) => Told): ((asked: Asked) => Told) => {
  const told = new Map<Asked, Told>();
  return (asked) => {
    if (!told.has(asked)) told.set(asked, tell(asked));
    return told.get(asked) as Told;
  };
};
