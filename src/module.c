/*
 * module.c: the module's magic block and its version
 */
#include "postgres.h"

#include "utils/builtins.h"

#include "traincost.h"

TC_MODULE_MAGIC;

/* the version this library was built from; SQL compares it with the script's */
PG_FUNCTION_INFO_V1(traincost_library_version);
Datum
traincost_library_version(PG_FUNCTION_ARGS)
{
	PG_RETURN_TEXT_P(cstring_to_text(TC_VERSION));
}
