import { userInfo } from "node:os";

/** The account on this machine; a container may know it by number only. */
export const accountName = (): string => {
  try {
    return userInfo().username;
  } catch {
    return `account ${process.getuid?.() ?? "unknown"}`;
  }
};
