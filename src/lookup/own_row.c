/*
 * own_row.c: whose is a reference row?
 *
 * Rows of extension scripts are shipped, all others are the user's; only the
 * latter are dumped.  An INSERT replaces the shipped row of its key, so that a
 * restore of the user's rows meets no duplicate.
 *
 * The shipped row is sought in the index of the key, as the index itself seeks
 * duplicates: that needs no plan, which could outlive what it was made for, and
 * no privilege.  Only where there is one, a DELETE runs, as the user.
 */
#include "postgres.h"

#include "access/genam.h"
#include "access/htup_details.h"
#include "access/relscan.h"
#include "access/stratnum.h"
#include "catalog/pg_am.h"
#include "catalog/pg_type.h"
#include "commands/extension.h"
#include "commands/trigger.h"
#include "executor/spi.h"
#include "rewrite/prs2lock.h"
#include "utils/builtins.h"
#include "utils/fmgroids.h"
#include "utils/lsyscache.h"
#include "utils/rel.h"
#include "utils/snapmgr.h"

#include "traincost.h"

#define MAX_KEYS	8

/* 39P01 for a trigger that was not declared as the tables' own are */
static void
check_call(FunctionCallInfo fcinfo)
{
	TriggerData *trigger = (TriggerData *) fcinfo->context;

	if (!CALLED_AS_TRIGGER(fcinfo) || !TRIGGER_FIRED_BEFORE(trigger->tg_event) ||
		!TRIGGER_FIRED_FOR_ROW(trigger->tg_event) ||
		!(TRIGGER_FIRED_BY_INSERT(trigger->tg_event) || TRIGGER_FIRED_BY_UPDATE(trigger->tg_event)))
		ereport(ERROR,
				(errcode(ERRCODE_E_R_I_E_TRIGGER_PROTOCOL_VIOLATED),
				 errmsg("own_row must be called as a BEFORE INSERT OR UPDATE row trigger")));
	if (get_func_namespace(fcinfo->flinfo->fn_oid) != RelationGetNamespace(trigger->tg_relation))
		ereport(ERROR,
				(errcode(ERRCODE_WRONG_OBJECT_TYPE),
				 errmsg("own_row is no trigger for table \"%s\"", RelationGetRelationName(trigger->tg_relation)),
				 errdetail("It belongs to the reference tables, in whose schema it is.")));
	/* Citus appends a number to the name where it copies a trigger to a shard */
	if (strncmp(trigger->tg_trigger->tgname, "own_row_", strlen("own_row_")) == 0)
		ereport(ERROR,
				(errcode(ERRCODE_FEATURE_NOT_SUPPORTED),
				 errmsg("table \"%s\" cannot tell whose its rows are", RelationGetRelationName(trigger->tg_relation)),
				 errdetail("It is a copy or a shard of a reference table of traincost, and those stay on the coordinator."),
				 errhint("Keep plans by the million in a table of your own; SELECT * FROM traincost.sync_nodes() writes facts to every node.")));
	if (trigger->tg_trigger->tgnargs < 1 || trigger->tg_trigger->tgnargs > MAX_KEYS)
		ereport(ERROR,
				(errcode(ERRCODE_E_R_I_E_TRIGGER_PROTOCOL_VIOLATED),
				 errmsg("own_row needs 1 to %d key columns, not %d", MAX_KEYS, trigger->tg_trigger->tgnargs)));
}

static AttrNumber
shipped_column(Relation rel)
{
	int			column = SPI_fnumber(RelationGetDescr(rel), "shipped");

	if (column <= 0 || SPI_gettypeid(RelationGetDescr(rel), column) != BOOLOID)
		ereport(ERROR,
				(errcode(ERRCODE_UNDEFINED_COLUMN),
				 errmsg("table \"%s\" has no boolean column \"shipped\"", RelationGetRelationName(rel))));
	return column;
}

/* does the trigger name this column as part of the key? */
static bool
is_named(const Trigger *trigger, const char *column)
{
	for (int i = 0; i < trigger->tgnargs; i++)
		if (strcmp(trigger->tgargs[i], column) == 0)
			return true;
	return false;
}

/* is this a unique index of just the columns that the trigger names? */
static bool
is_index_of_key(Relation index, TupleDesc desc, const Trigger *trigger)
{
	Form_pg_index form = index->rd_index;

	if (!form->indisunique || !form->indimmediate || !form->indisvalid ||
		index->rd_rel->relam != BTREE_AM_OID || form->indnkeyatts != trigger->tgnargs ||
		!heap_attisnull(index->rd_indextuple, Anum_pg_index_indpred, NULL))
		return false;
	for (int i = 0; i < form->indnkeyatts; i++)
	{
		AttrNumber	column = form->indkey.values[i];

		if (column <= 0 || !is_named(trigger, NameStr(TupleDescAttr(desc, column - 1)->attname)))
			return false;
	}
	return true;
}

/* the index that keeps the key unique, opened; 42809 if the table has none */
static Relation
open_key_index(Relation rel, const Trigger *trigger)
{
	ListCell   *cell;

	foreach(cell, RelationGetIndexList(rel))
	{
		Relation	index = index_open(lfirst_oid(cell), AccessShareLock);

		if (is_index_of_key(index, RelationGetDescr(rel), trigger))
			return index;
		index_close(index, AccessShareLock);
	}
	ereport(ERROR,
			(errcode(ERRCODE_WRONG_OBJECT_TYPE),
			 errmsg("the columns that trigger \"%s\" names are no unique key of table \"%s\"",
					trigger->tgname, RelationGetRelationName(rel)),
			 errhint("The arguments of own_row are the columns of the primary key.")));
	return NULL;
}

/* scan keys for the row's key, in the index's order; false if a column is NULL */
static bool
make_scan_keys(Relation index, TupleDesc desc, HeapTuple row, ScanKey keys)
{
	for (int i = 0; i < index->rd_index->indnkeyatts; i++)
	{
		AttrNumber	column = index->rd_index->indkey.values[i];
		Oid			type = index->rd_opcintype[i];
		Oid			equal = get_opfamily_member(index->rd_opfamily[i], type, type, BTEqualStrategyNumber);
		bool		isnull;
		Datum		value = heap_getattr(row, column, desc, &isnull);

		if (isnull)
			return false;
		ScanKeyEntryInitialize(&keys[i], 0, column, BTEqualStrategyNumber, InvalidOid,
							   index->rd_indcollation[i], get_opcode(equal), value);
	}
	return true;
}

/* where the shipped row of this row's key is; false: there is none, or the key is not whole */
static bool
find_shipped(Relation rel, const Trigger *trigger, HeapTuple row, AttrNumber shipped, ItemPointer where)
{
	Relation	index = open_key_index(rel, trigger);
	ScanKeyData keys[MAX_KEYS];
	bool		found = false;

	if (make_scan_keys(index, RelationGetDescr(rel), row, keys))
	{
		SysScanDesc scan = systable_beginscan(rel, RelationGetRelid(index), true, SnapshotSelf,
											  trigger->tgnargs, keys);
		HeapTuple	present = systable_getnext(scan);

		if (HeapTupleIsValid(present))
		{
			bool		isnull;
			Datum		is_shipped = heap_getattr(present, shipped, RelationGetDescr(rel), &isnull);

			found = !isnull && DatumGetBool(is_shipped);
			*where = present->t_self;
		}
		systable_endscan(scan);
	}
	index_close(index, AccessShareLock);
	return found;
}

/*
 * A foreign key of the user's on this table whose rows the deletion would
 * delete, empty or refuse.  NO ACTION is harmless: it is checked once the new
 * row is there.
 */
static void
refuse_harmful_foreign_key(Relation rel)
{
	TriggerDesc *desc = rel->trigdesc;

	for (int i = 0; desc != NULL && i < desc->numtriggers; i++)
		switch (desc->triggers[i].tgfoid)
		{
			case F_RI_FKEY_CASCADE_DEL:
			case F_RI_FKEY_RESTRICT_DEL:
			case F_RI_FKEY_SETNULL_DEL:
			case F_RI_FKEY_SETDEFAULT_DEL:
				ereport(ERROR,
						(errcode(ERRCODE_RESTRICT_VIOLATION),
						 errmsg("cannot replace a shipped row of \"%s\" while table \"%s\" refers to it",
								RelationGetRelationName(rel), get_rel_name(desc->triggers[i].tgconstrrelid)),
						 errdetail("Replacing deletes the shipped row, and its foreign key is not ON DELETE NO ACTION."),
						 errhint("UPDATE the row instead: it becomes yours, and nothing is deleted.")));
		}
}

/* a rule that puts something in the place of the deletion */
static void
refuse_rule(Relation rel)
{
	RuleLock   *rules = rel->rd_rules;

	for (int i = 0; rules != NULL && i < rules->numLocks; i++)
		if (rules->rules[i]->event == CMD_DELETE && rules->rules[i]->isInstead)
			ereport(ERROR,
					(errcode(ERRCODE_WRONG_OBJECT_TYPE),
					 errmsg("cannot replace a shipped row of \"%s\": the table has a rule ON DELETE DO INSTEAD",
							RelationGetRelationName(rel)),
					 errhint("UPDATE the row instead, or drop the rule.")));
}

/*
 * Delete the shipped row as the user.  Foreign keys are checked later, when the
 * new row is there.  None is deleted where another transaction was quicker, and
 * then the key decides.
 */
static void
delete_shipped(Relation rel, ItemPointer where)
{
	Oid			types[] = {TIDOID};
	Datum		values[] = {PointerGetDatum(where)};
	SPIPlanPtr	plan;
	char	   *sql;
	int			result;

	if (SPI_connect() != SPI_OK_CONNECT)
		elog(ERROR, "SPI_connect failed");
	sql = psprintf("DELETE FROM ONLY %s WHERE ctid OPERATOR(pg_catalog.=) $1 AND shipped",
				   quote_qualified_identifier(get_namespace_name(RelationGetNamespace(rel)),
											  RelationGetRelationName(rel)));
	plan = SPI_prepare(sql, lengthof(types), types);
	if (plan == NULL)
		elog(ERROR, "could not prepare \"%s\": %s", sql, SPI_result_code_string(SPI_result));
	result = SPI_execute_snapshot(plan, values, NULL, InvalidSnapshot, InvalidSnapshot, false, false, 0);
	if (result != SPI_OK_DELETE)
		elog(ERROR, "could not run \"%s\": %s", sql, SPI_result_code_string(result));
	SPI_finish();
}

static bool
is_set(HeapTuple row, AttrNumber column, TupleDesc desc)
{
	bool		isnull;
	Datum		value = heap_getattr(row, column, desc, &isnull);

	return !isnull && DatumGetBool(value);
}

/* is this row, which says so, to the letter one that the extension brought? */
static bool
was_shipped(Relation rel, HeapTuple row)
{
	Oid			types[] = {TEXTOID, rel->rd_rel->reltype};
	Datum		values[] = {
		CStringGetTextDatum(RelationGetRelationName(rel)),
		heap_copy_tuple_as_datum(row, RelationGetDescr(rel))
	};
	bool		found;

	if (SPI_connect() != SPI_OK_CONNECT)
		elog(ERROR, "SPI_connect failed");
	if (SPI_execute_with_args("SELECT FROM traincost.shipped_row AS s WHERE s.table_name OPERATOR(pg_catalog.=) $1"
							  " AND s.facts OPERATOR(pg_catalog.=) pg_catalog.to_jsonb($2)",
							  lengthof(types), types, values, NULL, true, 1) != SPI_OK_SELECT)
		elog(ERROR, "could not read traincost.shipped_row");
	found = SPI_processed > 0;
	SPI_finish();
	return found;
}

/*
 * own_row: BEFORE INSERT OR UPDATE row trigger; its arguments are the key columns
 *
 * The row with shipped set, which cannot be forged: it is overwritten here, true
 * in an extension's script and for a row that comes back as it was shipped.
 * 39P01 or 42809 where the trigger does not stand on a table of ours as ours do.
 */
PG_FUNCTION_INFO_V1(own_row);
Datum
own_row(PG_FUNCTION_ARGS)
{
	TriggerData *trigger = (TriggerData *) fcinfo->context;
	Relation	rel;
	HeapTuple	row;
	int			column;
	Datum		shipped = BoolGetDatum(creating_extension);
	bool		isnull = false;

	check_call(fcinfo);
	rel = trigger->tg_relation;
	column = shipped_column(rel);
	if (TRIGGER_FIRED_BY_UPDATE(trigger->tg_event))
	{
		row = trigger->tg_newtuple;
		if (is_set(row, column, RelationGetDescr(rel)) && !is_set(trigger->tg_trigtuple, column, RelationGetDescr(rel)))
			shipped = BoolGetDatum(creating_extension || was_shipped(rel, row));
	}
	else
	{
		ItemPointerData where;

		row = trigger->tg_trigtuple;
		if (!creating_extension && find_shipped(rel, trigger->tg_trigger, row, column, &where))
		{
			refuse_harmful_foreign_key(rel);
			refuse_rule(rel);
			delete_shipped(rel, &where);
		}
		if (!creating_extension && is_set(row, column, RelationGetDescr(rel)))
			shipped = BoolGetDatum(was_shipped(rel, row));
	}
	row = heap_modify_tuple_by_cols(row, RelationGetDescr(rel), 1, &column, &shipped, &isnull);
	return PointerGetDatum(row);
}
