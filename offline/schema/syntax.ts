/**
 * Reads one module of the generated CDKTF bindings (`lib/<resource>/index.js` and `index.d.ts`) by its syntax tree, without
 * running it: running the bindings of a hundred types costs seconds, and the values of interest are not reachable at run time.
 */
import * as fs from "node:fs";
import * as path from "node:path";
import ts from "typescript";

/** One entry of a `synthesizeHclAttributes` or `…ToHclTerraform` table: what the bindings write out for one argument. */
export interface HclEntry {
  /** The source text of the conversion, such as `cdktf.listMapperHcl(xToHclTerraform, true)(this._x.internalValue)`. */
  conversion: string;
  isStruct: boolean;
  collection: string;
  storage: string;
  property: string;
}

/** A getter that reads an attribute by its Terraform name, or one that returns a private field holding a complex object. */
export interface Getter {
  reads: { method: string; attribute: string; asSet: boolean } | { field: string };
  computedOnly: boolean;
}

/** `this._field = new SomethingList(this, "terraform_name", isSet)` */
export interface ComplexField {
  className: string;
  attribute: string;
  isSet: boolean;
  flags: string;
}

export interface ClassSyntax {
  name: string;
  base: string;
  terraformType: string;
  getters: Getter[];
  fields: Map<string, ComplexField>;
  superArgumentCount: number;
  /** Comments such as `computed: true, optional: true, required: false`, by Terraform name, where the bindings keep them. */
  flags: Map<string, string>;
  hclEntries: Map<string, HclEntry> | undefined;
}

export interface ModuleSyntax {
  classes: Map<string, ClassSyntax>;
  /** `…ToHclTerraform` tables by struct name. */
  structs: Map<string, Map<string, HclEntry>>;
  /** Properties of each interface; true where required. */
  interfaces: Map<string, Map<string, boolean>>;
}

const HCL_FUNCTION_SUFFIX = "ToHclTerraform";

export const pascalCase = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1);

const unquote = (text: string): string => text.replace(/^['"]|['"]$/g, "");

export function parseModule(directory: string): ModuleSyntax {
  const module: ModuleSyntax = { classes: new Map(), structs: new Map(), interfaces: new Map() };
  const javascript = fs.readFileSync(path.join(directory, "index.js"), "utf8");
  for (const statement of parse("index.js", javascript, ts.ScriptKind.JS))
    readStatement(module, statement, javascript);
  const declarations = fs.readFileSync(path.join(directory, "index.d.ts"), "utf8");
  for (const statement of parse("index.d.ts", declarations, ts.ScriptKind.TS))
    readInterface(module, statement);
  return module;
}

function parse(name: string, text: string, kind: ts.ScriptKind): ts.NodeArray<ts.Statement> {
  return ts.createSourceFile(name, text, ts.ScriptTarget.ES2022, true, kind).statements;
}

function readStatement(module: ModuleSyntax, statement: ts.Statement, text: string): void {
  if (ts.isClassDeclaration(statement) && statement.name) {
    module.classes.set(statement.name.text, parseClass(statement, statement.name.text, text));
  } else if (ts.isFunctionDeclaration(statement) && statement.name?.text.endsWith(HCL_FUNCTION_SUFFIX)) {
    const struct = pascalCase(statement.name.text.slice(0, -HCL_FUNCTION_SUFFIX.length));
    module.structs.set(struct, findHclEntries(statement.body) ?? new Map<string, HclEntry>());
  } else if (ts.isExpressionStatement(statement) && ts.isBinaryExpression(statement.expression)) {
    const owner = /^(\w+)\.tfResourceType$/.exec(statement.expression.left.getText())?.[1];
    const owned = owner === undefined ? undefined : module.classes.get(owner);
    if (owned) owned.terraformType = unquote(statement.expression.right.getText());
  }
}

function readInterface(module: ModuleSyntax, statement: ts.Statement): void {
  if (!ts.isInterfaceDeclaration(statement)) return;
  const properties = new Map<string, boolean>();
  for (const member of statement.members) {
    if (ts.isPropertySignature(member)) properties.set(member.name.getText(), !member.questionToken);
  }
  module.interfaces.set(statement.name.text, properties);
}

function parseClass(node: ts.ClassDeclaration, name: string, text: string): ClassSyntax {
  const syntax: ClassSyntax = {
    name,
    base: node.heritageClauses?.[0]?.types[0]?.expression.getText() ?? "",
    terraformType: "",
    getters: [],
    fields: new Map(),
    superArgumentCount: 0,
    flags: new Map(),
    hclEntries: undefined,
  };
  for (const member of node.members) {
    const comment = flagsComment(member, text);
    if (ts.isPropertyDeclaration(member)) readField(syntax, member, comment);
    else if (ts.isConstructorDeclaration(member)) readConstructor(syntax, member, text);
    else if (ts.isGetAccessor(member)) readGetter(syntax, member, comment);
    else if (ts.isMethodDeclaration(member) && member.name.getText() === "synthesizeHclAttributes")
      syntax.hclEntries = findHclEntries(member.body);
  }
  return syntax;
}

/** The `// name - computed: …, optional: …, required: …` comment in front of a node, if it has one. */
function flagsComment(node: ts.Node, text: string): string {
  const ranges = ts.getLeadingCommentRanges(text, node.pos) ?? [];
  const comments = ranges.map((range) => text.slice(range.pos, range.end));
  return comments.filter((comment) => comment.includes("- computed:")).pop() ?? "";
}

/** Bindings compiled with class fields (`@cdktn/provider-aws` 25) keep every field together with its comment. */
function readField(syntax: ClassSyntax, member: ts.PropertyDeclaration, comment: string): void {
  const attribute = /\/\/ (\w+) - /.exec(comment)?.[1];
  if (attribute !== undefined) syntax.flags.set(attribute, comment);
  if (!member.initializer) return;
  if (member.name.getText() === "tfResourceType")
    syntax.terraformType = unquote(member.initializer.getText());
  if (ts.isNewExpression(member.initializer)) {
    syntax.fields.set(member.name.getText(), complexField(member.initializer, comment));
  }
}

function readConstructor(syntax: ClassSyntax, member: ts.ConstructorDeclaration, text: string): void {
  for (const statement of member.body?.statements ?? []) {
    if (!ts.isExpressionStatement(statement)) continue;
    const expression = statement.expression;
    if (ts.isCallExpression(expression) && expression.expression.kind === ts.SyntaxKind.SuperKeyword) {
      syntax.superArgumentCount = expression.arguments.length;
    }
    if (ts.isBinaryExpression(expression) && ts.isNewExpression(expression.right)) {
      const field = expression.left.getText().replace("this.", "");
      const created = complexField(expression.right, flagsComment(statement, text));
      syntax.fields.set(field, created);
      if (created.flags) syntax.flags.set(created.attribute, created.flags);
    }
  }
}

function complexField(expression: ts.NewExpression, flags: string): ComplexField {
  const [, attribute, isSet] = expression.arguments ?? [];
  return {
    className: expression.expression.getText(),
    attribute: unquote(attribute?.getText() ?? ""),
    isSet: isSet?.getText() === "true",
    flags,
  };
}

function readGetter(syntax: ClassSyntax, member: ts.GetAccessorDeclaration, comment: string): void {
  const returned = member.body?.statements.find(ts.isReturnStatement)?.expression?.getText() ?? "";
  const computedOnly = comment.includes("computed: true, optional: false");
  const call = /this\.(get\w+Attribute|interpolationForAttribute)\(['"](\w+)['"]\)/.exec(returned);
  const field = /^this\.(_\w+)$/.exec(returned)?.[1];
  if (call?.[1] !== undefined && call[2] !== undefined) {
    const asSet = returned.includes("Fn.tolist");
    syntax.getters.push({ reads: { method: call[1], attribute: call[2], asSet }, computedOnly });
  } else if (field !== undefined && !member.name.getText().endsWith("Input")) {
    syntax.getters.push({ reads: { field }, computedOnly });
  }
}

/** The table `const attrs = { name: { value, isBlock, type, storageClassType }, … }` in a function's body. */
function findHclEntries(body: ts.Node | undefined): Map<string, HclEntry> | undefined {
  let found: Map<string, HclEntry> | undefined;
  const visit = (node: ts.Node): void => {
    const isTable = ts.isVariableDeclaration(node) && node.name.getText() === "attrs";
    if (isTable && node.initializer && ts.isObjectLiteralExpression(node.initializer)) {
      found = parseHclEntries(node.initializer);
    } else ts.forEachChild(node, visit);
  };
  if (body) visit(body);
  return found;
}

function parseHclEntries(table: ts.ObjectLiteralExpression): Map<string, HclEntry> {
  const entries = new Map<string, HclEntry>();
  for (const property of table.properties) {
    if (!ts.isPropertyAssignment(property) || !ts.isObjectLiteralExpression(property.initializer)) continue;
    const fields = new Map<string, string>();
    for (const field of property.initializer.properties) {
      if (ts.isPropertyAssignment(field)) fields.set(field.name.getText(), field.initializer.getText());
    }
    const conversion = fields.get("value") ?? "";
    entries.set(unquote(property.name.getText()), {
      conversion,
      isStruct: fields.get("isBlock") === "true",
      collection: unquote(fields.get("type") ?? ""),
      storage: unquote(fields.get("storageClassType") ?? ""),
      property: /(?:struct|this)\._?([A-Za-z0-9]+)(?:\.internalValue)?\)*$/.exec(conversion)?.[1] ?? "",
    });
  }
  return entries;
}
