/** The pretend company: invented people in four time zones, channels, one bot. Ids look like Slack's. */

export interface Person {
  readonly id: string;
  /** Handle, as in "@asha". */
  readonly name: string;
  readonly realName: string;
  readonly title: string;
  /** IANA time zone; digests are planned in it. */
  readonly timeZone: string;
  readonly isAdmin: boolean;
}

export interface Channel {
  readonly id: string;
  /** Without "#"; a direct conversation is named after its person. */
  readonly name: string;
  readonly topic: string;
  readonly kind: "channel" | "private" | "direct";
  /** The person of a direct conversation with the bot. */
  readonly person?: string;
  readonly botIsMember: boolean;
  readonly isArchived: boolean;
}

/** What may be said about a channel before it exists. */
export interface ChannelSeed {
  readonly name: string;
  readonly topic?: string;
  readonly private?: boolean;
  readonly botIsMember?: boolean;
}

export const team = Object.freeze({ id: "T0SANDBOX", name: "Larkfield Electronics", domain: "sandbox" });
export const app = Object.freeze({ id: "A0BIMS" });
export const bot = Object.freeze({ id: "B0BIMS", userId: "U0BIMS", name: "BIMS", handle: "bims" });
/** Speaks for Slack itself: "/foo is not a valid command". */
export const slackbot = Object.freeze({ userId: "USLACKBOT", name: "Slackbot" });

export const defaultPeople: readonly Person[] = Object.freeze([
  {
    id: "U0ASHA",
    name: "asha",
    realName: "Asha Menon",
    title: "Market manager, India",
    timeZone: "Asia/Kolkata",
    isAdmin: false,
  },
  {
    id: "U0OLIVER",
    name: "oliver",
    realName: "Oliver Hughes",
    title: "Financial controller, UK",
    timeZone: "Europe/London",
    isAdmin: false,
  },
  {
    id: "U0MEGAN",
    name: "megan",
    realName: "Megan Clark",
    title: "Supply planner, US",
    timeZone: "America/Chicago",
    isAdmin: false,
  },
  {
    id: "U0INES",
    name: "ines",
    realName: "Inês Duarte",
    title: "Workspace admin",
    timeZone: "Europe/Lisbon",
    isAdmin: true,
  },
]);

/** The bot starts in two of the four, so that inviting it can be tried. */
export const defaultChannels: readonly ChannelSeed[] = Object.freeze([
  { name: "general", topic: "Everybody, everything", botIsMember: true },
  { name: "sales", topic: "Markets, customers, targets", botIsMember: true },
  { name: "finance", topic: "Closing, margins, deductions" },
  { name: "supply-chain", topic: "Forecasts and stock" },
]);

export const channelFromSeed = (seed: ChannelSeed): Channel => ({
  id: `C0${seed.name.toUpperCase().replaceAll(/[^A-Z0-9]/g, "")}`,
  name: seed.name,
  topic: seed.topic ?? "",
  kind: seed.private === true ? "private" : "channel",
  botIsMember: seed.botIsMember ?? false,
  isArchived: false,
});

export const directChannelOf = (person: Person): Channel => ({
  id: `D${person.id.slice(1)}`,
  name: `BIMS and ${person.realName}`,
  topic: "",
  kind: "direct",
  person: person.id,
  botIsMember: true,
  isArchived: false,
});
