/*
 * own_row.c: whose is a reference row?
 *
 * Rows of extension scripts are shipped, all others are the user's; only the
 * latter are dumped.  An INSERT replaces the shipped row of its key, so that a
 * restore of the user's rows meets no duplicate.
 */
#include "postgres.h"

#include "access/htup_details.h"
#include "catalog/pg_type.h"
#include "commands/extension.h"
#include "commands/trigger.h"
#include "executor/spi.h"
#include "utils/builtins.h"
#include "utils/fmgroids.h"
#include "utils/hsearch.h"
#include "utils/lsyscache.h"
#include "utils/rel.h"

#include "traincost.h"

#define MAX_KEYS	8

/* the two statements on one table, kept for the session */
typedef struct TablePlans
{
	Oid			relid;			/* hash key */
	SPIPlanPtr	find;			/* is there a shipped row of this key? */
	SPIPlanPtr	remove;			/* delete it */
} TablePlans;

static HTAB *table_plans = NULL;

static SPIPlanPtr
prepare(const char *verb, Relation rel, int nkeys, char **keys, Oid *types)
{
	StringInfoData sql;
	SPIPlanPtr	plan;

	initStringInfo(&sql);
	appendStringInfo(&sql, "%s FROM %s WHERE shipped", verb,
					 quote_qualified_identifier(get_namespace_name(RelationGetNamespace(rel)),
												RelationGetRelationName(rel)));
	for (int i = 0; i < nkeys; i++)
		appendStringInfo(&sql, " AND %s OPERATOR(pg_catalog.=) $%d", quote_identifier(keys[i]), i + 1);
	plan = SPI_prepare(sql.data, nkeys, types);
	if (plan == NULL || SPI_keepplan(plan) != 0)
		elog(ERROR, "could not prepare \"%s\": %s", sql.data, SPI_result_code_string(SPI_result));
	return plan;
}

static TablePlans *
plans_of_table(Relation rel, int nkeys, char **keys, Oid *types)
{
	Oid			relid = RelationGetRelid(rel);
	TablePlans *plans;
	bool		found;

	if (table_plans == NULL)
	{
		HASHCTL		ctl = {.keysize = sizeof(Oid),.entrysize = sizeof(TablePlans)};

		table_plans = hash_create("traincost own_row plans", 16, &ctl, HASH_ELEM | HASH_BLOBS);
	}
	plans = hash_search(table_plans, &relid, HASH_ENTER, &found);
	if (found && SPI_plan_is_valid(plans->find) && SPI_plan_is_valid(plans->remove))
		return plans;

	/* an error below must not leave a half-filled entry behind */
	{
		TablePlans	stale = *plans;
		TablePlans	fresh = {relid};

		hash_search(table_plans, &relid, HASH_REMOVE, NULL);
		if (found)
		{
			SPI_freeplan(stale.find);
			SPI_freeplan(stale.remove);
		}
		fresh.find = prepare("SELECT 1", rel, nkeys, keys, types);
		fresh.remove = prepare("DELETE", rel, nkeys, keys, types);
		plans = hash_search(table_plans, &relid, HASH_ENTER, &found);
		*plans = fresh;
	}
	return plans;
}

/*
 * A foreign key of the user's on this table whose rows the deletion would
 * delete, empty or refuse.  NO ACTION is harmless: it is checked once the new
 * row is there.
 */
static Trigger *
harmful_foreign_key(Relation rel)
{
	TriggerDesc *desc = rel->trigdesc;

	for (int i = 0; desc != NULL && i < desc->numtriggers; i++)
		switch (desc->triggers[i].tgfoid)
		{
			case F_RI_FKEY_CASCADE_DEL:
			case F_RI_FKEY_RESTRICT_DEL:
			case F_RI_FKEY_SETNULL_DEL:
			case F_RI_FKEY_SETDEFAULT_DEL:
				return &desc->triggers[i];
		}
	return NULL;
}

static int
execute(SPIPlanPtr plan, Datum *values, bool read_only)
{
	/* the key columns are never NULL here, and RI checks wait for the new row */
	int			result = SPI_execute_snapshot(plan, values, NULL, InvalidSnapshot, InvalidSnapshot,
											  read_only, false, 0);

	if (result != SPI_OK_SELECT && result != SPI_OK_DELETE)
		elog(ERROR, "own_row: %s", SPI_result_code_string(result));
	return (int) SPI_processed;
}

/* make room for a user's row: remove the shipped row of the same key */
static void
replace_shipped(TriggerData *trigger, HeapTuple row)
{
	Relation	rel = trigger->tg_relation;
	TupleDesc	desc = RelationGetDescr(rel);
	int			nkeys = trigger->tg_trigger->tgnargs;
	char	  **keys = trigger->tg_trigger->tgargs;
	Datum		values[MAX_KEYS];
	Oid			types[MAX_KEYS];
	TablePlans *plans;
	Trigger    *foreign_key;

	if (nkeys < 1 || nkeys > MAX_KEYS)
		ereport(ERROR,
				(errcode(ERRCODE_E_R_I_E_TRIGGER_PROTOCOL_VIOLATED),
				 errmsg("own_row needs 1 to %d key columns, not %d", MAX_KEYS, nkeys)));
	for (int i = 0; i < nkeys; i++)
	{
		int			column = SPI_fnumber(desc, keys[i]);
		bool		isnull;

		if (column <= 0)
			ereport(ERROR,
					(errcode(ERRCODE_UNDEFINED_COLUMN),
					 errmsg("table \"%s\" has no column \"%s\"", RelationGetRelationName(rel), keys[i])));
		types[i] = SPI_gettypeid(desc, column);
		values[i] = SPI_getbinval(row, desc, column, &isnull);
		if (isnull)
			return;				/* the primary key refuses the row */
	}

	if (SPI_connect() != SPI_OK_CONNECT)
		elog(ERROR, "SPI_connect failed");
	plans = plans_of_table(rel, nkeys, keys, types);
	foreign_key = harmful_foreign_key(rel);
	if (foreign_key != NULL && execute(plans->find, values, false) > 0)
		ereport(ERROR,
				(errcode(ERRCODE_RESTRICT_VIOLATION),
				 errmsg("cannot replace a shipped row of \"%s\" while table \"%s\" refers to it",
						RelationGetRelationName(rel), get_rel_name(foreign_key->tgconstrrelid)),
				 errdetail("Replacing deletes the shipped row, and its foreign key is not ON DELETE NO ACTION."),
				 errhint("UPDATE the row instead: it becomes yours, and nothing is deleted.")));
	execute(plans->remove, values, false);
	SPI_finish();
}

/*
 * own_row: BEFORE INSERT OR UPDATE row trigger; its arguments are the key columns
 *
 * shipped cannot be forged: it is overwritten here.
 */
PG_FUNCTION_INFO_V1(own_row);
Datum
own_row(PG_FUNCTION_ARGS)
{
	TriggerData *trigger = (TriggerData *) fcinfo->context;
	bool		inserting;
	HeapTuple	row;
	int			column;
	Datum		shipped = BoolGetDatum(creating_extension);
	bool		isnull = false;

	if (!CALLED_AS_TRIGGER(fcinfo) || !TRIGGER_FIRED_BEFORE(trigger->tg_event) ||
		!TRIGGER_FIRED_FOR_ROW(trigger->tg_event))
		ereport(ERROR,
				(errcode(ERRCODE_E_R_I_E_TRIGGER_PROTOCOL_VIOLATED),
				 errmsg("own_row must be called as a BEFORE INSERT OR UPDATE row trigger")));

	inserting = TRIGGER_FIRED_BY_INSERT(trigger->tg_event);
	row = inserting ? trigger->tg_trigtuple : trigger->tg_newtuple;
	column = SPI_fnumber(RelationGetDescr(trigger->tg_relation), "shipped");
	if (column <= 0 || SPI_gettypeid(RelationGetDescr(trigger->tg_relation), column) != BOOLOID)
		ereport(ERROR,
				(errcode(ERRCODE_UNDEFINED_COLUMN),
				 errmsg("table \"%s\" has no boolean column \"shipped\"",
						RelationGetRelationName(trigger->tg_relation))));
	if (inserting && !creating_extension)
		replace_shipped(trigger, row);
	row = heap_modify_tuple_by_cols(row, RelationGetDescr(trigger->tg_relation), 1,
									&column, &shipped, &isnull);
	return PointerGetDatum(row);
}
