import { formatMonth } from "../format.ts";
import type { Report } from "../report.ts";
import { examine, type Finding } from "../slack/doctor.ts";
import type { Outcome } from "../terminal/tools.ts";
import type { Core } from "./core.ts";
import { sampleChart } from "./sample-chart.ts";

/** Looks at everything BIMS needs, and says what to do where something is wrong. */
export const examineProgram = async (core: Core, live: string | undefined): Promise<Outcome> => {
  const own = [await examineDatabase(core), await examineData(core), await examineDrawing(core)];
  const slack = await examineSlack(core, live);
  const findings = [...own, ...slack];
  return { done: findings.every((finding) => finding.state !== "wrong"), report: reportOf(findings) };
};

/** What the live checks post: to the channel, to the first admin, and a picture by file and by address. */
const liveOptions = async ({ environment, painter }: Core, channel: string) => {
  const [person] = environment.admins;
  return { channel, picture: await painter.draw(sampleChart), ...(person ? { person } : {}) };
};

const examineSlack = async (core: Core, live: string | undefined): Promise<readonly Finding[]> => {
  const { slack } = core.environment;
  if (!slack)
    return [
      {
        check: "Slack",
        state: "skipped",
        message: "No SLACK_BOT_TOKEN is set: npm start serves the sandbox.",
      },
    ];
  return examine({
    tokens: {
      bot: slack.botToken,
      ...(slack.signingSecret ? { signingSecret: slack.signingSecret } : {}),
      ...(slack.appToken ? { app: slack.appToken } : {}),
    },
    ...(live ? { live: await liveOptions(core, live) } : {}),
  });
};

const examineDatabase = async ({ database }: Core): Promise<Finding> => {
  const started = performance.now();
  await database.client.load.count();
  return {
    check: "Database",
    state: "ok",
    message: `${database.engine}, ${database.place}: answers in ${Math.round(performance.now() - started)} ms.`,
  };
};

const examineData = async ({ analyst }: Core): Promise<Finding> => {
  const state = await analyst.answerer.state();
  if (state.load === 0)
    return {
      check: "Data",
      state: "wrong",
      message: "No data is loaded yet. Load your export files with: npx bims import FOLDER",
    };
  return {
    check: "Data",
    state: "ok",
    message: `Load ${state.load}${state.demo ? " (invented demo company)" : ""}, sales through ${state.through === "" ? "no month yet" : formatMonth(state.through)}.`,
  };
};

const examineDrawing = async ({ painter }: Core): Promise<Finding> => {
  try {
    const png = await painter.draw(sampleChart);
    return {
      check: "Pictures",
      state: "ok",
      message: `A chart and its fonts are drawn (${Math.round(png.length / 1024)} kB).`,
    };
  } catch (error) {
    return {
      check: "Pictures",
      state: "wrong",
      message: `No chart can be drawn: ${error instanceof Error ? error.message : String(error)}`,
    };
  }
};

const reportOf = (findings: readonly Finding[]): Report => {
  const wrong = findings.filter((finding) => finding.state === "wrong").length;
  return {
    title: "Doctor",
    reading: "",
    headline:
      wrong === 0
        ? "Everything that could be checked is well."
        : `${wrong} of ${findings.length} checks failed.`,
    sections: [
      {
        kind: "list",
        items: findings.map(({ check, state, message }) => ({ term: `${check}: ${state}`, text: message })),
      },
    ],
    notes: [],
    next: [],
    footer: "",
  };
};
