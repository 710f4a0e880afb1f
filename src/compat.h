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

#if PG_VERSION_NUM >= 180000
#define TC_MODULE_MAGIC PG_MODULE_MAGIC_EXT(.name = "traincost", .version = TC_VERSION)
#else
#define TC_MODULE_MAGIC PG_MODULE_MAGIC
#endif

#endif
