/*
 * module.c: the module's magic block and its version
 */
#include "postgres.h"

#include "executor/spi.h"
#include "utils/builtins.h"

#include "traincost.h"

TC_MODULE_MAGIC;

/* the version this library was built from; SQL compares it with the script's */
PG_FUNCTION_INFO_V1(_traincost_library_version);
Datum
_traincost_library_version(PG_FUNCTION_ARGS)
{
	PG_RETURN_TEXT_P(cstring_to_text(TC_VERSION));
}

/* a text that a query of one row and column gives, in the caller's memory; NULL: none */
static char *
ask_text(const char *query)
{
	if (SPI_execute(query, true, 1) != SPI_OK_SELECT || SPI_processed != 1)
		return NULL;
	return SPI_getvalue(SPI_tuptable->vals[0], SPI_tuptable->tupdesc, 1);
}

/*
 * traincost_version(): of the scripts that made the extension, and of the facts
 * they brought; warns if the library differs.  Scripts of 0.1.0 dated no facts.
 */
PG_FUNCTION_INFO_V1(traincost_version);
Datum
traincost_version(PG_FUNCTION_ARGS)
{
	char	   *version;
	char	   *facts = NULL;
	text	   *result = NULL;

	if (SPI_connect() != SPI_OK_CONNECT)
		elog(ERROR, "SPI_connect failed");
	version = ask_text("SELECT extversion FROM pg_catalog.pg_extension"
					   " WHERE extname OPERATOR(pg_catalog.=) 'traincost'");
	if (version != NULL)
	{
		size_t		length;

		if (strcmp(version, TC_VERSION) != 0)
			ereport(WARNING,
					(errmsg("traincost is version %s in this database, but its library is version %s",
							version, TC_VERSION),
					 errhint("Run ALTER EXTENSION traincost UPDATE, or reconnect to load the new library.")));
		if (ask_text("SELECT pg_catalog.to_regprocedure('traincost.traincost_data_version()')") != NULL)
			facts = ask_text("SELECT traincost.traincost_data_version()");
		if (facts != NULL)
			version = psprintf("%s+data.%s", version, facts);
		length = strlen(version);
		result = SPI_palloc(VARHDRSZ + length);
		SET_VARSIZE(result, VARHDRSZ + length);
		memcpy(VARDATA(result), version, length);
	}
	SPI_finish();
	if (result == NULL)
		PG_RETURN_NULL();
	PG_RETURN_TEXT_P(result);
}
