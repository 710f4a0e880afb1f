/*
 * node.c: may this node of a Citus cluster answer, by name or of plans?
 *
 * Under Citus a look-up runs on the node of its row, which reads a catalog of
 * its own.  sync_nodes writes the coordinator's there and notes so on both
 * sides; the trigger catalog_change takes the note back; and a look-up on a
 * node without a note that holds is an error, never another number.
 */
#include "postgres.h"

#include "access/xact.h"
#include "catalog/namespace.h"
#include "catalog/pg_namespace.h"
#include "commands/trigger.h"
#include "executor/spi.h"
#include "nodes/makefuncs.h"
#include "nodes/supportnodes.h"
#include "utils/builtins.h"
#include "utils/lsyscache.h"

#include "lookup/memo.h"
#include "lookup/node.h"

/* has this database Citus?  Its absence is remembered by the server's own cache of names */
static bool
has_citus(void)
{
	return OidIsValid(get_relname_relid("pg_dist_local_group", PG_CATALOG_NAMESPACE));
}

/* the text that a call returns; NULL if it does */
static char *
call(const char *sql, bool read_only)
{
	MemoryContext caller = CurrentMemoryContext;
	char	   *answer = NULL;

	if (SPI_connect() != SPI_OK_CONNECT)
		elog(ERROR, "SPI_connect failed");
	if (SPI_execute(sql, read_only, 1) != SPI_OK_SELECT || SPI_processed != 1)
		elog(ERROR, "could not run \"%s\"", sql);
	answer = SPI_getvalue(SPI_tuptable->vals[0], SPI_tuptable->tupdesc, 1);
	if (answer != NULL)
		answer = MemoryContextStrdup(caller, answer);
	SPI_finish();
	return answer;
}

/*
 * Returns where look-ups may go on: without Citus, on the coordinator, and on a
 * node that holds the coordinator's catalog; else 55000.  Asked again as soon as
 * the active snapshot may see another note.
 */
void
tc_check_node(void)
{
	static Stamp checked;
	Stamp		now;
	char	   *fault;

	if (likely(!has_citus()))
		return;
	now = tc_current_stamp();
	if (memcmp(&checked, &now, sizeof(now)) == 0)
		return;
	fault = call("SELECT traincost._node_fault()", true);
	if (fault != NULL)
		ereport(ERROR,
				(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
				 errmsg("%s", fault),
				 errdetail("Names and prices are looked up on the node, which would give other numbers."),
				 errhint("On the coordinator: SELECT * FROM traincost.sync_nodes()")));
	checked = now;
}

/* _check_node: true, or the error of tc_check_node; for look-ups that are written in SQL */
PG_FUNCTION_INFO_V1(_check_node);
Datum
_check_node(PG_FUNCTION_ARGS)
{
	tc_check_node();
	PG_RETURN_BOOL(true);
}

/*
 * Returns where plans can be worked out: without Citus, and on the coordinator with
 * the tables of plans on it alone; else 55000 or 0A000, for views would see a part
 * of them, or those that came with the extension.
 */
static void
check_plans(void)
{
	static Stamp checked;
	Stamp		now;

	if (likely(!has_citus()))
		return;
	now = tc_current_stamp();
	if (memcmp(&checked, &now, sizeof(now)) == 0)
		return;
	call("SELECT traincost._check_plans()", true);
	checked = now;
}

/*
 * _plans_are_here: true, or the error of check_plans; a condition of what reads
 * tables of plans.  The planner asks it by the support function below, before
 * Citus plans a query of distributed tables, and leaves it out.
 */
PG_FUNCTION_INFO_V1(_plans_are_here);
Datum
_plans_are_here(PG_FUNCTION_ARGS)
{
	check_plans();
	PG_RETURN_BOOL(true);
}

PG_FUNCTION_INFO_V1(_plans_are_here_support);
Datum
_plans_are_here_support(PG_FUNCTION_ARGS)
{
	if (!IsA(PG_GETARG_POINTER(0), SupportRequestSimplify))
		PG_RETURN_POINTER(NULL);
	check_plans();
	PG_RETURN_POINTER(makeBoolConst(true, false));
}

/* a node's note is gone within this (sub)transaction already; a savepoint's rollback brings it back */
static bool
is_forgotten(void)
{
	static TransactionId transaction;
	static SubTransactionId subtransaction;
	bool		done = TransactionIdEquals(transaction, GetTopTransactionId()) &&
	subtransaction == GetCurrentSubTransactionId();

	transaction = GetTopTransactionId();
	subtransaction = GetCurrentSubTransactionId();
	return done;
}

/*
 * catalog_change: BEFORE INSERT, UPDATE or DELETE row trigger, or TRUNCATE
 *
 * The row as it is.  Under Citus the first change of a transaction takes the
 * notes back.  39P01 if called otherwise.
 */
PG_FUNCTION_INFO_V1(catalog_change);
Datum
catalog_change(PG_FUNCTION_ARGS)
{
	TriggerData *trigger = (TriggerData *) fcinfo->context;

	if (!CALLED_AS_TRIGGER(fcinfo) || !TRIGGER_FIRED_BEFORE(trigger->tg_event))
		ereport(ERROR,
				(errcode(ERRCODE_E_R_I_E_TRIGGER_PROTOCOL_VIOLATED),
				 errmsg("catalog_change must be called as a BEFORE trigger")));
	if (has_citus() && !is_forgotten())
		call("SELECT traincost._forget_sync()", false);
	if (TRIGGER_FIRED_FOR_STATEMENT(trigger->tg_event))
		PG_RETURN_POINTER(NULL);
	PG_RETURN_POINTER(TRIGGER_FIRED_BY_UPDATE(trigger->tg_event) ? trigger->tg_newtuple : trigger->tg_trigtuple);
}
