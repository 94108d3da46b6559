import { register } from "node:module";

/**
 * `node --import tsx --import …/use-build.ts …`: whatever a script imports from src/ and commands/ is loaded as it was
 * built, as users run it. From source the loader wraps every inner function, which slows what runs often.
 */
const root = new URL("../../", import.meta.url).href;
const hooks = `
  const source = /^(src|commands)\\/([^?]+)\\.ts/;
  export const resolve = async (specifier, context, next) => {
    const found = await next(specifier, context);
    if (!found.url.startsWith("${root}")) return found;
    const [, folder, path] = source.exec(found.url.slice(${root.length})) ?? [];
    return folder ? { url: \`${root}dist/\${folder}/\${path}.js\`, format: "module", shortCircuit: true } : found;
  };
`;
register(`data:text/javascript,${encodeURIComponent(hooks)}`);
