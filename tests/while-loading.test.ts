import { expect, test } from "vitest";
import { sayWhileLoading } from "../src/while-loading.ts";

/** Work that ends when told to, and what was said until then. */
const watched = (isLoading: () => boolean) => {
  const { promise, resolve } = withResolve();
  const events: string[] = [];
  const say = async (): Promise<void> => {
    await new Promise((later) => setTimeout(later, 20));
    events.push("said");
  };
  const result = sayWhileLoading(promise, { isLoading, say, patience: 10 }).then((value) => {
    events.push(value);
  });
  return { events, finish: resolve, result };
};

const withResolve = () => {
  let resolve: (value: string) => void = () => undefined;
  const promise = new Promise<string>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
};
const pause = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds));

test("says once that a load keeps the answer waiting, before the answer", async () => {
  const { events, finish, result } = watched(() => true);
  await pause(15);
  finish("answer");
  await result;
  expect(events).toEqual(["said", "answer"]);
});

test("says nothing when the answer is quick, or slow without a load", async () => {
  const quick = watched(() => true);
  quick.finish("answer");
  const slow = watched(() => false);
  await pause(30);
  slow.finish("answer");
  await Promise.all([quick.result, slow.result]);
  expect([quick.events, slow.events]).toEqual([["answer"], ["answer"]]);
});

test("notices a load that begins while the answer is worked on", async () => {
  let loading = false;
  const { events, finish, result } = watched(() => loading);
  await pause(30);
  loading = true;
  await pause(300);
  finish("answer");
  await result;
  expect(events).toEqual(["said", "answer"]);
});
