import { expect, test } from "vitest";
import { presentAnswerCsv, presentReportCsv } from "../../src/terminal/present-csv.ts";
import { exampleAnswer } from "./example-answer.ts";
import { exampleReport } from "./example-report.ts";

test("an answer's CSV has its column keys first and unrounded numbers", () => {
  expect(presentAnswerCsv(exampleAnswer())).toBe(
    "rank,market,net_sales\r\n1,Norland,1234567.891\r\n2,Südmark,\r\n",
  );
});

test("a report's CSV holds the numbers behind the texts of its table", () => {
  expect(presentReportCsv(exampleReport())).toBe(
    [
      "#,Market,Net sales,Change",
      "1,Norland,3812345,0.041",
      "2,東の国,1906172,n/a",
      "3,Südmark,-12000,-0.09",
      "",
    ].join("\r\n"),
  );
});

test("a market named like a formula is text", () => {
  const rows = [{ rank: 1, market: '=HYPERLINK("x")', net_sales: -5 }];
  expect(presentAnswerCsv(exampleAnswer({ rows }))).toContain(`1,"'=HYPERLINK(""x"")",-5\r\n`);
});
