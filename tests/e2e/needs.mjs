// What the built files ask of a browser, by the names of `@mdn/browser-compat-data`: the syntax and the
// names of the scripts, what the styles say, what the compiler may use in a program.
//
// A script does not say of which type its values are: a member is taken for every interface that has one
// of this name, and the one that came first counts. So this can miss a need, and never invents one.

import { execFileSync } from "node:child_process";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";

import bcd from "@mdn/browser-compat-data" with { type: "json" };
import { parse } from "acorn";
import { ancestor } from "acorn-walk";
import { parse as parseStyle, walk as walkStyle } from "css-tree";

const at = (path) => path.split("|").reduce((level, name) => level?.[name], bcd);

/** The first version of a browser that has it, in part or as a whole: a number, or Infinity. A prefix does
 *  not count, nor what somebody has to switch on. */
export function since(key, browser) {
  const support = at(key)?.__compat?.support?.[browser];
  const versions = [support ?? []].flat().filter((each) => !each.prefix && !each.flags && !each.alternative_name && !each.version_removed);
  const numbers = versions.map(({ version_added: added }) => Number.parseFloat(`${added}`.replace("≤", "")) || Infinity);
  return Math.min(Infinity, ...numbers);
}

// --- Scripts -------------------------------------------------------------------------------

const GLOBALS = new Map();
for (const name of Object.keys(bcd.api)) GLOBALS.set(name, `api|${name}`);
for (const scope of ["Window", "WorkerGlobalScope", "ServiceWorkerGlobalScope"]) {
  for (const name of Object.keys(bcd.api[scope] ?? {})) if (!GLOBALS.has(name)) GLOBALS.set(name, `api|${scope}|${name}`);
}
for (const name of Object.keys(bcd.javascript.builtins)) GLOBALS.set(name, `javascript|builtins|${name}`);

/** Every interface's members of a name. */
const MEMBERS = new Map();
for (const [room, interfaces] of [["api", bcd.api], ["javascript|builtins", bcd.javascript.builtins]]) {
  for (const [type, members] of Object.entries(interfaces)) {
    for (const name of Object.keys(members)) {
      if (name === "__compat" || name === type || name.endsWith("_static")) continue;
      if (!MEMBERS.has(name)) MEMBERS.set(name, []);
      MEMBERS.get(name).push(`${room}|${type}|${name}`);
    }
  }
}

const OPERATORS = { "??": "nullish_coalescing", "**": "exponentiation" };
const ASSIGNED = { "??=": "nullish_coalescing_assignment", "||=": "logical_or_assignment", "&&=": "logical_and_assignment" };
const SYNTAX = {
  ArrowFunctionExpression: () => "functions|arrow_functions",
  AwaitExpression: (node, parents) => (parents.some(({ type }) => /Function/.test(type)) ? "operators|await" : "operators|await|top_level"),
  AssignmentExpression: ({ operator }) => ASSIGNED[operator] && `operators|${ASSIGNED[operator]}`,
  BinaryExpression: ({ operator }) => OPERATORS[operator] && `operators|${OPERATORS[operator]}`,
  CatchClause: ({ param }) => param === null && "statements|try_catch|optional_catch_binding",
  ChainExpression: () => "operators|optional_chaining",
  ClassDeclaration: () => "classes",
  ForOfStatement: (node) => (node.await ? "statements|for_await_of" : "statements|for_of"),
  ImportExpression: () => "operators|import",
  LogicalExpression: ({ operator }) => OPERATORS[operator] && `operators|${OPERATORS[operator]}`,
  MetaProperty: ({ meta }) => meta.name === "import" && "operators|import_meta",
  ObjectExpression: ({ properties }) => properties.some(({ type }) => type === "SpreadElement") && "operators|spread|spread_in_object_literals",
  PrivateIdentifier: () => "classes|private_class_fields",
  PropertyDefinition: (node) => (node.static ? "classes|static|class_fields" : "classes|public_class_fields"),
  StaticBlock: () => "classes|static|initialization_blocks",
  TemplateLiteral: () => "grammar|template_literals",
};

function script(source, module, found) {
  const tree = parse(source, { ecmaVersion: "latest", sourceType: module ? "module" : "script", allowHashBang: true });
  const own = new Set();
  const declared = (pattern) => {
    if (pattern?.type === "Identifier") own.add(pattern.name);
    else if (pattern?.type === "ObjectPattern") for (const each of pattern.properties) declared(each.value ?? each.argument);
    else if (pattern?.type === "ArrayPattern") pattern.elements.forEach(declared);
    else if (pattern?.type === "AssignmentPattern") declared(pattern.left);
    else if (pattern?.type === "RestElement") declared(pattern.argument);
  };
  ancestor(tree, {
    VariableDeclarator: ({ id }) => declared(id),
    Function: ({ id, params }) => [id, ...params].forEach(declared),
    ClassDeclaration: ({ id }) => declared(id),
    ImportSpecifier: ({ local }) => declared(local),
    CatchClause: ({ param }) => declared(param),
  });
  const visit = {};
  for (const [type, key] of Object.entries(SYNTAX)) {
    visit[type] = (node, state, parents) => {
      const name = key(node, parents.slice(0, -1));
      if (name) found(`javascript|${name}`);
    };
  }
  ancestor(tree, {
    ...visit,
    Identifier({ name }) {
      if (!own.has(name) && GLOBALS.has(name)) found(GLOBALS.get(name));
    },
    MemberExpression({ object, property, computed }) {
      if (computed || property.type !== "Identifier") return;
      // What is set in a style is a property of styles.
      if (object.type === "MemberExpression" && object.property.name === "style") {
        const set = `css|properties|${property.name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
        return void (at(set)?.__compat && found(set));
      }
      const type = object.type === "Identifier" && !own.has(object.name) ? GLOBALS.get(object.name) : undefined;
      const static_ = type && `${type}|${property.name}_static`;
      if (static_ && at(static_)) return found(static_);
      if (type && at(`${type}|${property.name}`)) return found(`${type}|${property.name}`);
      if (["self", "window", "globalThis"].includes(object.name) && GLOBALS.has(property.name)) return found(GLOBALS.get(property.name));
      const members = MEMBERS.get(property.name);
      if (members) found(members);
    },
    Literal({ regex }) {
      if (regex && /\(\?<[=!]/.test(regex.pattern)) found("javascript|regular_expressions|lookbehind_assertion");
      if (regex?.flags.includes("s")) found("javascript|builtins|RegExp|dotAll");
      if (regex && /\\p\{/.test(regex.pattern)) found("javascript|regular_expressions|unicode_character_class_escape");
      if (regex && /\(\?<\w/.test(regex.pattern)) found("javascript|regular_expressions|named_capturing_group");
    },
  });
}

// --- Styles --------------------------------------------------------------------------------

const UNITS = { dvh: "viewport_percentage_units_dynamic", svh: "viewport_percentage_units_small", lvh: "viewport_percentage_units_large" };

function style(source, found) {
  const has = (key) => at(key)?.__compat && found(key);
  walkStyle(parseStyle(source, { parseValue: true, parseRulePrelude: true, parseAtrulePrelude: true }), {
    enter(node) {
      // What stands under `@supports` is there for the others.
      if (this.atrule?.name === "supports") return;
      if (node.type === "Atrule") has(`css|at-rules|${node.name}`);
      if (node.type === "Feature") has(`css|at-rules|media|${node.name}`);
      if (/Pseudo(Class|Element)Selector/.test(node.type)) has(`css|selectors|${node.name}`);
      if (node.type === "NestingSelector") has("css|selectors|nesting");
      if (node.type === "Dimension" && UNITS[node.unit]) has(`css|types|length|${UNITS[node.unit]}`);
      if (node.type === "Function") {
        has(`css|types|${node.name}`);
        for (const room of ["color", "gradient", "image", "filter-function", "transform-function"]) has(`css|types|${room}|${node.name}`);
      }
      if (node.type === "Declaration" && this.atrule?.name === "page") {
        has(`css|at-rules|page|${node.property}`);
      } else if (node.type === "Declaration" && !node.property.startsWith("-")) {
        has(`css|properties|${node.property}`);
        for (const value of node.value.children?.toArray() ?? []) {
          if (value.type === "Identifier") has(`css|properties|${node.property}|${value.name}`);
        }
      }
    },
  });
}

// --- Programs ------------------------------------------------------------------------------

/** What the compiler may use without being asked, by its own word. */
const COMPILED = {
  "bulk-memory": "bulk-memory-operations",
  multivalue: "multi-value",
  "mutable-globals": null, // As old as everything else that is needed here.
  "nontrapping-fptoint": "non-trapping-float-to-int-conversions",
  "reference-types": "reference-types",
  "sign-ext": "sign-extension-operations",
};

function program(found) {
  const said = execFileSync("rustc", ["--print", "cfg", "--target", "wasm32-unknown-unknown"], { encoding: "utf8" });
  for (const [, feature] of said.matchAll(/^target_feature="(.*)"$/gm)) {
    if (!(feature in COMPILED)) throw new Error(`the compiler uses ${feature}: what does a browser call it?`);
    if (COMPILED[feature]) found(`webassembly|${COMPILED[feature]}`);
  }
}

/** Every need of the files of a folder: a key, or the keys of which one is meant, and where it stands. */
export function needs(folder, { only = () => true } = {}) {
  const all = new Map();
  const foundIn = (file) => (keys) => {
    const list = [keys].flat();
    const name = list.join(" ");
    if (!all.has(name)) all.set(name, { keys: list, files: new Set() });
    all.get(name).files.add(file);
  };
  for (const name of readdirSync(folder).filter(only)) {
    const text = () => readFileSync(join(folder, name), "utf8");
    if (name.endsWith(".js")) {
      const source = text();
      const module = /(^|[;}\s])(import|export)[\s{*"]/.test(source) || /import\.meta/.test(source);
      script(source, module, foundIn(name));
    }
    if (name.endsWith(".css")) style(text(), foundIn(name));
    if (name.endsWith(".html") && text().includes("'wasm-unsafe-eval'")) {
      foundIn(name)("http|headers|Content-Security-Policy|script-src|wasm-unsafe-eval");
    }
    if (name.endsWith(".wasm")) program(foundIn(name));
  }
  return all;
}

/** The oldest version of a browser that has a need: of several that may be meant, the oldest. */
export const oldest = ({ keys }, browser) => Math.min(...keys.map((key) => since(key, browser)));
