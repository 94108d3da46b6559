import { app, bot, team } from "../workspace.ts";
import type { Method } from "./method.ts";

/** What the app asked for at installation, as SLACK's answers name it in `x-oauth-scopes`. */
export const scopes =
  "commands,chat:write,app_mentions:read,files:write,im:write,im:history,users:read,channels:read";

const authTest: Method = (_call, { url }) => ({
  url: `${url()}/`,
  team: team.name,
  user: bot.handle,
  team_id: team.id,
  user_id: bot.userId,
  bot_id: bot.id,
  is_enterprise_install: false,
});

const openConnection: Method = (_call, { url, sockets }) => ({
  url: `${url().replace(/^http/, "ws")}/link/?ticket=${sockets.issueTicket()}&app_id=${app.id}`,
});

const oauthAccess: Method = (call, { tokens, store }) => {
  call.needed("code");
  return {
    access_token: tokens.bot,
    token_type: "bot",
    scope: scopes,
    bot_user_id: bot.userId,
    app_id: app.id,
    team: { id: team.id, name: team.name },
    enterprise: null,
    is_enterprise_install: false,
    authed_user: { id: store.people[0]?.id ?? "" },
  };
};

export const identityMethods: Readonly<Record<string, Method>> = {
  "auth.test": authTest,
  "apps.connections.open": openConnection,
  "oauth.v2.access": oauthAccess,
  "api.test": () => ({}),
};
