/** How people open, join and close a question: dropped. Each of them before "net sales" reads as "net sales". */
export const fillers: readonly string[] = split(`
  show | show me | show us | give | give me | give us | tell me | let me see | list | find | get | get me | display
  i want | i need | i would like | i want to see | i need to see | i would like to see | can i see | can i have
  can you | could you | would you | can you show me | could you show me | please | thanks | thank you | hi | hello | hey
  what | what is | what are | what was | what were | whats | what about | how about | tell me about
  who | who is | who are | who was | who were | which | which are | which is | which were | is | are | was | were | there
  how | how is | how are | how was | how were | how much | how many | how did
  did we sell | did we make | did we have | did we ship | did we serve | did we | do we sell | do we make | do we have | do we
  have we sold | have we made | have we | we sold | we made | we sell | we make | we | sold | made | do | did | does | buy | bought
  make | makes | making | earn | earns | earned | bring | brings | brought | bring in | brings in | brought in
  make us | makes us | made us | earn us | earns us | earned us | bring us | brings us | brought us | gets us | got us
  did we earn | do we earn | we earned | we earn | generate | generates | generated | gets | got | buys
  our | ours | the | a | an | only | just | overall | total | in total | in usd | in dollars
  same | the same | and the same | same thing | and now | instead | this time
  figures for | numbers for | values for | report on | in terms of | breakdown of | named | called | compare | comparing
`);

/** Units finer than a month, which the facts do not hold. */
export const finerUnits: readonly string[] = split(`
  day | days | daily | week | weeks | weekly | today | yesterday | hour | hours | hourly | last week | this week | next week
`);

/** Number words, wherever a number may stand: "top five". */
export const numberWords: ReadonlyMap<string, number> = new Map([
  ...numbered(
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen",
    1,
    1,
  ),
  ...numbered("sixteen seventeen eighteen nineteen twenty", 16, 1),
  ...numbered("thirty forty fifty sixty seventy eighty ninety hundred", 30, 10),
  ["dozen", 12] as const,
]);

function split(text: string): string[] {
  return text
    .split(/[|\n]/)
    .map((phrase) => phrase.trim())
    .filter(Boolean);
}

function numbered(words: string, from: number, step: number): [string, number][] {
  return words.split(" ").map((word, at) => [word, from + at * step]);
}
