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

/* the version of the scripts that made the extension; warns if the library differs */
PG_FUNCTION_INFO_V1(traincost_version);
Datum
traincost_version(PG_FUNCTION_ARGS)
{
	char	   *version = NULL;
	text	   *result = NULL;

	if (SPI_connect() != SPI_OK_CONNECT)
		elog(ERROR, "SPI_connect failed");
	if (SPI_execute("SELECT extversion FROM pg_catalog.pg_extension"
					" WHERE extname OPERATOR(pg_catalog.=) 'traincost'", true, 1) == SPI_OK_SELECT &&
		SPI_processed == 1)
		version = SPI_getvalue(SPI_tuptable->vals[0], SPI_tuptable->tupdesc, 1);
	if (version != NULL)
	{
		if (strcmp(version, TC_VERSION) != 0)
			ereport(WARNING,
					(errmsg("traincost is version %s in this database, but its library is version %s",
							version, TC_VERSION),
					 errhint("Run ALTER EXTENSION traincost UPDATE, or reconnect to load the new library.")));
		result = SPI_palloc(VARHDRSZ + strlen(version));
		SET_VARSIZE(result, VARHDRSZ + strlen(version));
		memcpy(VARDATA(result), version, strlen(version));
	}
	SPI_finish();
	if (result == NULL)
		PG_RETURN_NULL();
	PG_RETURN_TEXT_P(result);
}
