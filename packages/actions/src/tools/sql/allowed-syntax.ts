/** The kinds of nodes of a parsed statement that a query over views needs. Every other kind is refused. */
export const allowedNodes: ReadonlySet<string> = new Set([
  "A_ArrayExpr",
  "A_Const",
  "A_Expr",
  "A_Indices",
  "A_Indirection",
  "A_Star",
  "BooleanTest",
  "BoolExpr",
  "CaseExpr",
  "CaseWhen",
  "CoalesceExpr",
  "ColumnRef",
  "CommonTableExpr",
  "Float",
  "FuncCall",
  "GroupingFunc",
  "GroupingSet",
  "Integer",
  "JoinExpr",
  "List",
  "MinMaxExpr",
  "NamedArgExpr",
  "NullTest",
  "RangeFunction",
  "RangeSubselect",
  "RangeVar",
  "ResTarget",
  "RowExpr",
  "SelectStmt",
  "SetToDefault",
  "SortBy",
  "SQLValueFunction",
  "String",
  "SubLink",
  "TypeCast",
  "WindowDef",
]);

/** And their fields: what locks rows, writes them somewhere, repeats itself or names another database has a field that is not here. */
export const allowedFields: ReadonlySet<string> = new Set(
  `
  agg_distinct agg_filter agg_order agg_star agg_within_group alias aliascolnames aliasname all arg args argnumber arrayBounds a_expr boolop booltesttype
  boolval bsval colnames cols content ctematerialized ctename ctequery ctes defresult distinctClause elements endOffset expr fields frameOptions fromClause
  funcformat func_variadic funcname functions fval groupClause groupDistinct havingClause indirection inh is_rowsfrom is_slice isNatural isnull
  items ival jointype kind larg lateral lexpr lidx limitCount limitOffset limitOption list_end list_start location lowerValue name names node nulltesttype
  op opno operName orderClause ordinality over partitionClause quals rarg refname relname relpersistence result rexpr rexpr_list_end
  rexpr_list_start row_format schemaname sortby_dir sortby_nulls sortClause startOffset subLinkId subLinkType subquery subselect sval targetList testexpr
  typeName typemod typmod typmods uidx upperValue useOp usingClause val valuesLists whereClause windowClause withClause join_using_alias
  `
    .trim()
    .split(/\s+/),
);

/** CURRENT_DATE and its like; those that tell users, roles and databases are not among them. */
export const allowedValues: ReadonlySet<string> = new Set([
  "SVFOP_CURRENT_DATE",
  "SVFOP_CURRENT_TIME",
  "SVFOP_CURRENT_TIME_N",
  "SVFOP_CURRENT_TIMESTAMP",
  "SVFOP_CURRENT_TIMESTAMP_N",
  "SVFOP_LOCALTIME",
  "SVFOP_LOCALTIME_N",
  "SVFOP_LOCALTIMESTAMP",
  "SVFOP_LOCALTIMESTAMP_N",
]);
