import { limits } from "./limits.ts";
import { checkOptionalText, checkText, type Fields, isFields, type Problems } from "./problems.ts";

type Check = (problems: Problems, pointer: string, element: Fields) => void;

const plain = (max: number): { max: number; plain: true } => ({ max, plain: true });

/** One picture by public address or by uploaded file; never both. */
export const checkImage: Check = (problems, pointer, image) => {
  problems.text(`${pointer}/alt_text`, image.alt_text, limits.image.altText);
  checkOptionalText(problems, `${pointer}/title`, image.title, plain(limits.image.title));
  const { image_url: url, slack_file: file } = image;
  if ((url === undefined) === (file === undefined)) {
    problems.add(pointer, "must provide exactly one of image_url, slack_file");
  }
  if (url !== undefined && problems.text(`${pointer}/image_url`, url, limits.image.url) !== undefined) {
    if (!/^https?:\/\//.test(String(url))) problems.add(`${pointer}/image_url`, "must be a valid URL");
  }
  if (file !== undefined && !(isFields(file) && (file.id !== undefined) !== (file.url !== undefined))) {
    problems.add(`${pointer}/slack_file`, "must provide exactly one of id, url");
  }
};

const checkConfirm: Check = (problems, pointer, confirm) => {
  checkText(problems, `${pointer}/title`, confirm.title, plain(limits.confirm.title));
  checkText(problems, `${pointer}/text`, confirm.text, { max: limits.confirm.text });
  checkText(problems, `${pointer}/confirm`, confirm.confirm, plain(limits.confirm.button));
  checkText(problems, `${pointer}/deny`, confirm.deny, plain(limits.confirm.button));
};

const checkButton: Check = (problems, pointer, button) => {
  checkText(problems, `${pointer}/text`, button.text, plain(limits.button.text));
  problems.optionalText(`${pointer}/value`, button.value, limits.button.value);
  problems.optionalText(`${pointer}/url`, button.url, limits.button.url);
  if (button.style !== undefined) problems.oneOf(`${pointer}/style`, button.style, ["primary", "danger"]);
};

const checkOption = (problems: Problems, pointer: string, value: unknown): void => {
  const option = problems.fields(pointer, value);
  if (option === undefined) return;
  checkText(problems, `${pointer}/text`, option.text, { max: limits.option.text });
  problems.text(`${pointer}/value`, option.value, limits.option.value);
  checkOptionalText(problems, `${pointer}/description`, option.description, {
    max: limits.option.description,
  });
};

const checkOptions = (problems: Problems, pointer: string, value: unknown, max: number): void => {
  const options = problems.list(pointer, value, max);
  for (const [index, option] of options.entries()) checkOption(problems, `${pointer}/${index}`, option);
};

const checkGroups = (problems: Problems, pointer: string, value: unknown): void => {
  for (const [index, item] of problems.list(pointer, value, limits.select.groups).entries()) {
    const group = problems.fields(`${pointer}/${index}`, item);
    if (group === undefined) continue;
    checkText(problems, `${pointer}/${index}/label`, group.label, plain(limits.select.groupLabel));
    checkOptions(problems, `${pointer}/${index}/options`, group.options, limits.select.options);
  }
};

const checkPlaceholder: Check = (problems, pointer, element) =>
  checkOptionalText(
    problems,
    `${pointer}/placeholder`,
    element.placeholder,
    plain(limits.select.placeholder),
  );

const checkStaticSelect: Check = (problems, pointer, select) => {
  checkPlaceholder(problems, pointer, select);
  const { options, option_groups: groups } = select;
  if ((options === undefined) === (groups === undefined)) {
    problems.add(pointer, "must provide exactly one of options, option_groups");
  }
  if (options !== undefined) checkOptions(problems, `${pointer}/options`, options, limits.select.options);
  if (groups !== undefined) checkGroups(problems, `${pointer}/option_groups`, groups);
  if (select.initial_option !== undefined) checkInitial(problems, pointer, select);
};

const checkInitial: Check = (problems, pointer, select) => {
  const initial = select.initial_option;
  const groups = Array.isArray(select.option_groups) ? select.option_groups.filter(isFields) : [];
  const options = [select, ...groups].flatMap((holder) =>
    Array.isArray(holder.options) ? holder.options : [],
  );
  const value = isFields(initial) ? initial.value : undefined;
  if (!options.some((option) => isFields(option) && option.value === value)) {
    problems.add(`${pointer}/initial_option`, "must be one of the provided options");
  }
};

const checkTextInput: Check = (problems, pointer, input) => {
  checkPlaceholder(problems, pointer, input);
  problems.optionalText(`${pointer}/initial_value`, input.initial_value, limits.input.initial, 0);
};

const checkChoices: Check = (problems, pointer, element) =>
  checkOptions(problems, `${pointer}/options`, element.options, limits.choices.options);

const checkOverflow: Check = (problems, pointer, element) =>
  checkOptions(problems, `${pointer}/options`, element.options, limits.overflow.options);

/** Every interactive element, with where Slack takes it. */
const checks: Readonly<Record<string, { check: Check; in: readonly ("actions" | "section" | "input")[] }>> = {
  button: { check: checkButton, in: ["actions", "section"] },
  overflow: { check: checkOverflow, in: ["actions", "section"] },
  static_select: { check: checkStaticSelect, in: ["actions", "section", "input"] },
  multi_static_select: { check: checkStaticSelect, in: ["actions", "section", "input"] },
  external_select: { check: checkPlaceholder, in: ["actions", "section", "input"] },
  multi_external_select: { check: checkPlaceholder, in: ["actions", "section", "input"] },
  users_select: { check: checkPlaceholder, in: ["actions", "section", "input"] },
  multi_users_select: { check: checkPlaceholder, in: ["actions", "section", "input"] },
  conversations_select: { check: checkPlaceholder, in: ["actions", "section", "input"] },
  multi_conversations_select: { check: checkPlaceholder, in: ["actions", "section", "input"] },
  channels_select: { check: checkPlaceholder, in: ["actions", "section", "input"] },
  multi_channels_select: { check: checkPlaceholder, in: ["actions", "section", "input"] },
  datepicker: { check: checkPlaceholder, in: ["actions", "section", "input"] },
  timepicker: { check: checkPlaceholder, in: ["actions", "section", "input"] },
  checkboxes: { check: checkChoices, in: ["actions", "section", "input"] },
  radio_buttons: { check: checkChoices, in: ["actions", "section", "input"] },
  plain_text_input: { check: checkTextInput, in: ["input"] },
  number_input: { check: checkTextInput, in: ["input"] },
  email_text_input: { check: checkTextInput, in: ["input"] },
  url_text_input: { check: checkTextInput, in: ["input"] },
};

/** One interactive element of an actions block, a section or an input. */
export const checkElement = (
  problems: Problems,
  pointer: string,
  value: unknown,
  place: "actions" | "section" | "input",
): void => {
  const element = problems.fields(pointer, value);
  if (element === undefined) return;
  const type = String(element.type);
  const known = Object.hasOwn(checks, type) ? checks[type] : undefined;
  if (known === undefined || !known.in.includes(place)) {
    problems.add(`${pointer}/type`, `unsupported type: ${type}`);
    return;
  }
  problems.optionalText(`${pointer}/action_id`, element.action_id, limits.actionId);
  known.check(problems, pointer, element);
  if (isFields(element.confirm)) checkConfirm(problems, `${pointer}/confirm`, element.confirm);
};
