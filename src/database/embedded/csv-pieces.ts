const quote = 0x22;
const newline = 0x0a;

/** Cuts a stream of CSV into pieces of about `size` bytes at line ends; a line end inside quotes is none. */
export async function* cutAtLineEnds(
  csv: AsyncIterable<string | Uint8Array>,
  size = 4_000_000,
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  let piece: Uint8Array[] = [];
  let length = 0;
  let quoted = false;
  for await (const chunk of csv) {
    const bytes = typeof chunk === "string" ? Buffer.from(chunk) : chunk;
    const scan = findLastLineEnd(bytes, quoted);
    quoted = scan.quoted;
    if (length + scan.end < size || scan.end === 0) {
      piece.push(bytes);
      length += bytes.length;
      continue;
    }
    yield joinBytes([...piece, bytes.subarray(0, scan.end)]);
    piece = [bytes.subarray(scan.end)];
    length = bytes.length - scan.end;
  }
  if (length > 0) yield joinBytes(piece);
}

/** Position after the last line end outside quotes (0: none), and whether the chunk ends inside quotes. */
const findLastLineEnd = (bytes: Uint8Array, quotedBefore: boolean): { end: number; quoted: boolean } => {
  if (!quotedBefore && bytes.indexOf(quote) < 0)
    return { end: bytes.lastIndexOf(newline) + 1, quoted: false };
  let quoted = quotedBefore;
  let end = 0;
  for (let index = 0; index < bytes.length; index++) {
    if (bytes[index] === quote) quoted = !quoted;
    else if (bytes[index] === newline && !quoted) end = index + 1;
  }
  return { end, quoted };
};

/** In a buffer of its own, so that it can be handed to another thread without a copy. */
const joinBytes = (parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> => {
  const joined = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
};
