import type { Report } from "../report.ts";

/** How files get in; Slack is no place to upload them to. */
export const composeImportHelp = (): Report => ({
  title: "How to load files",
  reading: "",
  headline:
    "Put your export files into the inbox folder, or load them in the terminal. Files sent here in Slack are not loaded.",
  sections: [
    {
      kind: "list",
      items: [
        {
          term: "The inbox",
          text: "Copy the files into the folder that BIMS_INBOX names. Files that arrive together are loaded together, once they are complete; then they move to done or refused there, with a report beside them, and the BIMS administrators get a message with what changed or why it was refused.",
        },
        {
          term: "The terminal",
          text: "On the machine that runs BIMS type npx bims import FOLDER. With --quarantine the good rows are loaded and the bad ones set aside.",
        },
        {
          term: "The files",
          text: "One table a file, named after it, as fact_sales_monthly.csv or 2024-11 dim_product.csv.gz. Rows with the same keys replace the loaded ones. A row that breaks a rule refuses the whole load, and the report names its file and line.",
        },
      ],
    },
  ],
  notes: [],
  next: [{ label: "What is loaded", words: "status" }],
  footer: "",
});
