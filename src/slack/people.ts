import type { WebClient } from "@slack/web-api";
import { LRUCache } from "lru-cache";
import type { Logger } from "pino";
import type { Viewer } from "../access/viewer.ts";
import { AccessError } from "../errors.ts";

/** Who may ask. In the sandbox everybody is invented, and may. */
export interface Access {
  /** User ids. */
  readonly admins: readonly string[];
  readonly people: readonly string[] | "everyone";
  readonly sandbox: boolean;
}

/** The workspace that the bot's token belongs to. */
export interface Workspace {
  readonly team: string;
  /** "" where the workspace belongs to no enterprise. */
  readonly enterprise: string;
  /** Installed for every workspace of the enterprise. */
  readonly everyTeam: boolean;
}

/** A person as a signed request names them. */
export interface Person {
  readonly user: string;
  readonly team: string;
  readonly enterprise: string;
}

export interface People {
  /** Throws an AccessError for those who may not ask. */
  admit(person: Person): Promise<Viewer>;
}

interface Profile {
  readonly zone: string | undefined;
  readonly stranger: boolean;
}

const profileMs = 60 * 60 * 1000;
/** An answer does not wait longer than this for a time zone. */
const profileWaitMs = 1_000;

const isZone = (zone: string): boolean => {
  try {
    new Intl.DateTimeFormat("en", { timeZone: zone });
    return true;
  } catch {
    return false;
  }
};

const isOwnTeam = (person: Person, workspace: Workspace): boolean =>
  workspace.everyTeam ? person.enterprise === workspace.enterprise : person.team === workspace.team;

const mention = (admins: readonly string[]): string =>
  admins.length === 0 ? "whoever runs BIMS here" : "a BIMS administrator of this workspace";

const refuse = (access: Access, reason: "team" | "list"): AccessError =>
  new AccessError(
    reason === "team"
      ? "BIMS answers only people of the workspace it is installed in. You can see what its people share with this channel; for anything else ask one of them."
      : `You are not yet among the people who may ask BIMS. You can see what others share here; to ask yourself, talk to ${mention(access.admins)}: they can add your member id to BIMS_PEOPLE.`,
  );

const mayAsk = (access: Access, user: string): boolean =>
  access.sandbox ||
  access.admins.includes(user) ||
  access.people === "everyone" ||
  access.people.includes(user);

export const createPeople = (options: {
  readonly access: Access;
  readonly workspace: Workspace;
  readonly client: WebClient;
  readonly log: Logger;
}): People => {
  const { access, workspace, client, log } = options;
  const profiles = new LRUCache<string, Promise<Profile>>({ max: 5_000, ttl: profileMs });

  const fetchProfile = async (user: string): Promise<Profile> => {
    try {
      const found = (await client.users.info({ user })).user as
        | { tz?: string; is_stranger?: boolean }
        | undefined;
      const zone = found?.tz;
      return {
        zone: zone !== undefined && isZone(zone) ? zone : undefined,
        stranger: found?.is_stranger === true,
      };
    } catch (error) {
      profiles.delete(user);
      log.warn(
        { user, error: error instanceof Error ? error.message : "failed" },
        "Slack did not tell a person's time zone",
      );
      return { zone: undefined, stranger: false };
    }
  };

  const profileOf = (user: string): Promise<Profile> => {
    const known = profiles.get(user) ?? fetchProfile(user);
    profiles.set(user, known);
    const late = new Promise<Profile>((resolve) => {
      setTimeout(() => resolve({ zone: undefined, stranger: false }), profileWaitMs).unref();
    });
    return Promise.race([known, late]);
  };

  return {
    admit: async (person) => {
      if (!isOwnTeam(person, workspace)) throw refuse(access, "team");
      if (!mayAsk(access, person.user)) throw refuse(access, "list");
      const profile = await profileOf(person.user);
      if (profile.stranger) throw refuse(access, "team");
      return {
        enterprise: person.enterprise,
        team: person.team,
        user: person.user,
        policy: "everything",
        ...(profile.zone === undefined ? {} : { zone: profile.zone }),
      };
    },
  };
};
