import {
  WebAPIHTTPError,
  WebAPIPlatformError,
  WebAPIRateLimitedError,
  WebAPIRequestError,
} from "@slack/web-api";
import type { Delivery } from "./response-url.ts";

/** A thrown error of the Web API client, sorted by what it says about the message. */
export const outcomeOf = (error: unknown): Exclude<Delivery, { kind: "delivered" }> => {
  if (error instanceof WebAPIRateLimitedError)
    return { kind: "rate-limited", retryAfterMs: error.retryAfter * 1000 };
  if (error instanceof WebAPIPlatformError) {
    return {
      kind: "refused",
      error: error.data.error,
      details: error.data.response_metadata?.messages ?? [],
    };
  }
  if (error instanceof WebAPIHTTPError && error.statusCode < 500) {
    return { kind: "refused", error: `HTTP ${error.statusCode}`, details: [] };
  }
  if (error instanceof WebAPIRequestError) return { kind: "unknown", error: error.original.message };
  return { kind: "unknown", error: error instanceof Error ? error.message : String(error) };
};
