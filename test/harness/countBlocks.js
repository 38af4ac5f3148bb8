// @ts-check
// Puts a counter into each block of a bundle, for tests that bound the steps of an algorithm.
const ts = require('typescript');

/** The operators whose right side may be skipped. */
const shortcuts = new Set([
  ...[ts.SyntaxKind.AmpersandAmpersandToken, ts.SyntaxKind.AmpersandAmpersandEqualsToken],
  ...[ts.SyntaxKind.BarBarToken, ts.SyntaxKind.BarBarEqualsToken],
  ...[ts.SyntaxKind.QuestionQuestionToken, ts.SyntaxKind.QuestionQuestionEqualsToken],
]);

/**
 * Makes each block that is entered count, in a variable `enteredBlocks` of the file, which `test/support/stepCounter.ts` reads:
 * bodies of functions and loops, branches, cases, and what an operator may skip.
 * @param {string} code as esbuild writes it: each statement ends with a semicolon or a brace
 */
function countBlocks(code) {
  const file = ts.createSourceFile('bundle.js', code, ts.ScriptTarget.Latest, false, ts.ScriptKind.JS);
  /** @type {{at: number, text: string}[]} */
  const inserts = [];
  /** After the directives. @param {readonly ts.Statement[]} statements @param {number} start */
  const countIn = (statements, start, text = 'enteredBlocks++;') => {
    const first = statements.findIndex(each => !isDirective(each));
    const directives = statements.slice(0, first < 0 ? statements.length : first);
    inserts.push({ at: directives.at(-1)?.end ?? start, text });
  };
  /** @param {ts.Expression} node */
  const countExpression = node => {
    inserts.push({ at: node.getStart(file), text: '(enteredBlocks++,' }, { at: node.end, text: ')' });
  };
  /** @param {ts.Statement | undefined} node */
  const countStatement = node => {
    if (!node) return;
    if (ts.isBlock(node)) countIn(node.statements, node.statements.pos);
    else inserts.push({ at: node.getStart(file), text: '{enteredBlocks++;' }, { at: node.end, text: '}' });
  };
  /** @param {ts.Node} node */
  const visit = node => {
    if (ts.isIterationStatement(node, false)) countStatement(node.statement);
    else if (ts.isArrowFunction(node) && !ts.isBlock(node.body)) countExpression(node.body);
    else if (ts.isFunctionLike(node) && 'body' in node && node.body && ts.isBlock(node.body))
      countStatement(node.body);
    else if (ts.isCaseOrDefaultClause(node)) countIn(node.statements, node.statements.pos);
    else if (ts.isIfStatement(node)) [node.thenStatement, node.elseStatement].forEach(countStatement);
    else if (ts.isTryStatement(node))
      [node.tryBlock, node.catchClause?.block, node.finallyBlock].forEach(countStatement);
    else if (ts.isConditionalExpression(node)) [node.whenTrue, node.whenFalse].forEach(countExpression);
    else if (ts.isBinaryExpression(node) && shortcuts.has(node.operatorToken.kind))
      countExpression(node.right);
    ts.forEachChild(node, visit);
  };
  countIn(file.statements, 0, 'let enteredBlocks = 0;');
  visit(file);
  inserts.sort((one, other) => one.at - other.at);
  /** @type {string[]} */
  const parts = [];
  let kept = 0;
  for (const { at, text } of inserts) {
    parts.push(code.slice(kept, at), text);
    kept = at;
  }
  return parts.join('') + code.slice(kept);
}

/** @param {ts.Statement} node such as `'use strict';` */
function isDirective(node) {
  return ts.isExpressionStatement(node) && ts.isStringLiteral(node.expression);
}

module.exports = { countBlocks };
