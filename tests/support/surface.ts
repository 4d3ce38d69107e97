import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import ts from 'typescript';

/** How far an export may be built on; docs/releasing.md says what each word promises. */
const WORDS = ['stable', 'experimental'];

/** What the package in `folder` exports, an entry after the other: each name with its word and its declaration as shipped, without comments. A name that
 *  an earlier entry has too is told there only. Last come the types of the package that stable exports are made of and that have no export of their own.
 *  Where zod makes a type, it is told as what it comes to. Throws for an entry or an export that has no word, or both. */
export function surfaceOf(folder: string, entries: readonly string[]): string {
  const { exports } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { exports: Record<string, { types: string }> };
  const files = entries.map((entry) => join(folder, exports[`.${entry.slice('tocsin'.length)}`].types));
  const options = { module: ts.ModuleKind.NodeNext, target: ts.ScriptTarget.ES2022, lib: ['lib.es2022.d.ts'], strict: true, types: [] };
  const program = ts.createProgram(files, options);
  const checker = program.getTypeChecker();
  const home = new Map<ts.Symbol, string>();
  const inside = new Map<ts.Symbol, ts.Node>();
  const parts = entries.map((entry, k) => {
    const file = program.getSourceFile(files[k]) as ts.SourceFile;
    const ofEntry = wordIn(ts.getJSDocTags(file.statements[0])) ?? missing(entry);
    const module = checker.getSymbolAtLocation(file) as ts.Symbol;
    const names = checker.getExportsOfModule(module).toSorted((a, b) => (a.name < b.name ? -1 : 1));
    const lines = names.map((name) => {
      const symbol = real(checker, name);
      const known = home.get(symbol);
      if (known !== undefined) return `${name.name}: see ${known}`;
      home.set(symbol, entry);
      const word = wordIn((symbol.declarations ?? []).flatMap((one) => ts.getJSDocTags(one))) ?? ofEntry;
      if (word === 'stable') for (const one of symbol.declarations ?? []) collect(checker, one, folder, inside);
      const as = name.name === symbol.name ? '' : ` (here ${name.name})`;
      return (symbol.declarations ?? []).map((one) => `${word}${as} ${declared(checker, one)}`).join('\n');
    });
    return [`# ${entry} (${ofEntry})`, '', ...lines, ''].join('\n');
  });
  const rest = [...inside].filter(([symbol]) => !home.has(symbol)).map(([, node]) => declared(checker, node));
  return [...parts, '# What stable exports are made of', '', ...rest.toSorted(), ''].join('\n');
}

function missing(entry: string): never {
  throw new Error(`${entry}: the comment of the module says neither @${WORDS.join(' nor @')}`);
}

function wordIn(tags: readonly ts.JSDocTag[]): string | undefined {
  const words = tags.map((tag) => tag.tagName.text).filter((name) => WORDS.includes(name));
  if (words.length > 1) throw new Error(`${words.join(' and ')} of one export: give one`);
  return words[0];
}

function real(checker: ts.TypeChecker, symbol: ts.Symbol): ts.Symbol {
  return symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
}

const printer = ts.createPrinter({ removeComments: true });

function declared(checker: ts.TypeChecker, node: ts.Node): string {
  if (ts.isTypeAliasDeclaration(node) && /\bz\.\w+</.test(node.type.getText()))
    return `type ${node.name.text} = ${shape(checker, checker.getTypeAtLocation(node))}`;
  if (ts.isVariableDeclaration(node) && node.type?.getText().startsWith('z.')) {
    const output = checker.getTypeAtLocation(node).getProperty('_output');
    if (output) return `schema ${node.name.getText()} of ${shape(checker, checker.getTypeOfSymbol(output))}`;
  }
  const whole = ts.isVariableDeclaration(node) ? node.parent.parent : node;
  const text = printer.printNode(ts.EmitHint.Unspecified, whole, node.getSourceFile());
  return text.replace(/^(export )?(declare )?/, '').replace(/;$/, '');
}

/** So long is what is written out of a field of a type that zod made; of a longer one the beginning, and a fingerprint of the whole. */
const FIELD_CHARACTERS = 160;

/** A type that has no text of its own in the declarations, field by field. */
function shape(checker: ts.TypeChecker, type: ts.Type): string {
  if (type.isUnion() && type.types.some((one) => one.getProperties().length > 0 && one.flags & ts.TypeFlags.Object))
    return type.types.map((one) => shape(checker, one)).join(' | ');
  if (!(type.flags & ts.TypeFlags.Object) || checker.isArrayLikeType(type) || type.getProperties().length === 0)
    return inShort(checker, type);
  const fields = type.getProperties().map((field) => {
    const optional = field.flags & ts.SymbolFlags.Optional ? '?' : '';
    return `    ${field.name}${optional}: ${inShort(checker, checker.getTypeOfSymbol(field))};`;
  });
  return `{\n${fields.join('\n')}\n}`;
}

function inShort(checker: ts.TypeChecker, type: ts.Type): string {
  const text = checker.typeToString(type, undefined, ts.TypeFormatFlags.NoTruncation | ts.TypeFormatFlags.InTypeAlias);
  if (text.length <= FIELD_CHARACTERS) return text;
  const print = createHash('sha256').update(text).digest('hex').slice(0, 8);
  return `${text.slice(0, FIELD_CHARACTERS)}… (${text.length} characters, ${print})`;
}

/** Adds what a declaration names of the package's own types, and what these name. */
function collect(checker: ts.TypeChecker, node: ts.Node, folder: string, into: Map<ts.Symbol, ts.Node>): void {
  if (ts.isTypeReferenceNode(node)) {
    const found = checker.getSymbolAtLocation(node.typeName);
    const symbol = found && real(checker, found);
    const own = symbol?.declarations?.[0];
    if (
      symbol &&
      own &&
      !into.has(symbol) &&
      resolve(own.getSourceFile().fileName).startsWith(join(folder, 'dist')) &&
      !ts.isTypeParameterDeclaration(own)
    ) {
      into.set(symbol, own);
      if (wordIn(ts.getJSDocTags(own)) !== 'experimental') collect(checker, own, folder, into);
    }
  }
  ts.forEachChild(node, (child) => collect(checker, child, folder, into));
}
