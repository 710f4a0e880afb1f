/*
 * compat.h: differences between server versions 13 to 18
 *
 * The only file that looks at PG_VERSION_NUM.
 */
#ifndef TC_COMPAT_H
#define TC_COMPAT_H

#if PG_VERSION_NUM < 130000
#error "traincost needs PostgreSQL 13 or later"
#endif

#if PG_VERSION_NUM < 140000
#define tc_snapshot_completion_count(snapshot) ((uint64) 0)
/* numeric has no infinity before 14 */
#define numeric_is_inf(number) false
#else
#define tc_snapshot_completion_count(snapshot) ((snapshot)->snapXactCompletionCount)
#endif

#if PG_VERSION_NUM >= 160000
#include "nodes/miscnodes.h"
#include "varatt.h"
#else
/* no soft errors before 16: the input function raises */
#define ereturn(context, value, ...) ereport(ERROR, __VA_ARGS__)
#endif

/*
 * Symbols are hidden but for those that the server looks up by name.  From 16 on
 * it marks these itself.
 */
#if PG_VERSION_NUM < 160000 && defined(__GNUC__)
#undef PGDLLEXPORT
#define PGDLLEXPORT __attribute__((visibility("default")))
#undef PG_FUNCTION_INFO_V1
#define PG_FUNCTION_INFO_V1(funcname) \
extern PGDLLEXPORT Datum funcname(PG_FUNCTION_ARGS); \
extern PGDLLEXPORT const Pg_finfo_record * CppConcat(pg_finfo_,funcname)(void); \
const Pg_finfo_record * \
CppConcat(pg_finfo_,funcname) (void) \
{ \
	static const Pg_finfo_record my_finfo = { 1 }; \
	return &my_finfo; \
} \
extern int no_such_variable
#endif

/* before the declaration of a function that only raises */
#if PG_VERSION_NUM >= 180000
#define tc_noreturn pg_noreturn
#else
#define tc_noreturn pg_attribute_noreturn()
#endif

#if PG_VERSION_NUM >= 180000
#define TC_MODULE_MAGIC PG_MODULE_MAGIC_EXT(.name = "traincost", .version = TC_VERSION)
#else
#define TC_MODULE_MAGIC PG_MODULE_MAGIC
#endif

#endif
