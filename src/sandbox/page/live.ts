import type { IncomingMessage, ServerResponse } from "node:http";
import type { Store } from "../store.ts";

/** Tells an open page that something changed, by server-sent events; what changed it asks itself. */
export const serveLive = (request: IncomingMessage, response: ServerResponse, store: Store): void => {
  response.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-store" });
  response.write("retry: 1000\n\n");
  let isPending = false;
  const stop = store.onChange(() => {
    if (isPending) return;
    isPending = true;
    setTimeout(() => {
      isPending = false;
      response.write(`data: ${store.revision}\n\n`);
    }, 15);
  });
  request.on("close", stop);
};
