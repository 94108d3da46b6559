import { bot, type Person, team } from "../workspace.ts";

/** No request may leave the machine; nothing inline may run. */
export const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "font-src 'self'",
  "connect-src 'self'",
  "img-src 'self' http://127.0.0.1:* http://localhost:* data:",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

export interface Page {
  readonly commands: readonly { readonly name: string; readonly usage: string; readonly summary: string }[];
  readonly people: readonly Person[];
  /** What to type first. */
  readonly suggestions: readonly string[];
}

/** The page's skeleton with what its script needs to begin. */
export const renderPage = (page: Page): string => {
  const setup = {
    commands: page.commands,
    bot: { userId: bot.userId, name: bot.name },
    team: team.name,
    people: page.people.map(({ id, name, realName, title, timeZone }) => ({
      id,
      name: realName,
      handle: name,
      title,
      time_zone: timeZone,
    })),
    suggestions: page.suggestions,
  };
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${team.name} · pretend Slack</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/page/styles.css">
<script type="application/json" id="setup">${JSON.stringify(setup).replaceAll("<", "\\u003c")}</script>
<script type="module" src="/page/main.js"></script>
</head>
<body>
<a class="skip" href="#composer-field">Skip to the composer</a>
<p id="banner">This is a pretend Slack with an invented company. Nothing here leaves this machine.</p>
<p id="offline" role="alert" hidden>The connection to the sandbox is lost; trying again.</p>
<header id="top"><div id="clock"></div><div id="people"></div></header>
<nav id="sidebar" aria-label="Conversations"><p class="team">${team.name}</p><div id="channels"></div></nav>
<main>
<header id="channel-header"></header>
<section id="home" hidden></section>
<div id="conversation">
<div id="messages" role="log" aria-label="Messages" tabindex="0"></div>
<div id="invitation" hidden></div>
<div id="composer-menu" role="listbox" aria-label="Commands" hidden></div>
<form id="composer">
<div id="composer-hint" aria-live="polite"></div>
<textarea id="composer-field" rows="1" role="combobox" aria-controls="composer-menu" aria-expanded="false" aria-autocomplete="list" aria-label="Message" autocomplete="off" spellcheck="false"></textarea>
<div class="foot"><span class="hint"><kbd>/</kbd> for commands · <kbd>↑</kbd> for what you typed before · <kbd>Enter</kbd> to send</span><button id="composer-send" aria-label="Send"></button></div>
</form>
<div id="working"></div>
</div>
</main>
<div id="toasts" aria-live="polite"></div>
</body>
</html>
`;
};
