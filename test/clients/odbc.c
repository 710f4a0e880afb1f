/*
 * The plan of plan.sql through psqlODBC: see test/t/clients.pl for what is
 * printed.  Parameters are bound as character strings, which psqlODBC sends
 * with unknown type.
 *
 *     odbc "Driver={PostgreSQL Unicode};Servername=…;Database=…" plan.tsv
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include <sql.h>
#include <sqlext.h>

#define MAX_ROWS "10000"
#define MAX_ARGUMENTS 100
#define TEXT_SIZE 65536

static SQLHDBC connection;

static const char *
type_name(SQLLEN type)
{
	switch (type)
	{
		case SQL_FLOAT: return "SQL_FLOAT";
		case SQL_BIGINT: return "SQL_BIGINT";
		case SQL_NUMERIC: return "SQL_NUMERIC";
		case SQL_VARCHAR: return "SQL_VARCHAR";
		case SQL_LONGVARCHAR: return "SQL_LONGVARCHAR";
		case SQL_TYPE_DATE: return "SQL_TYPE_DATE";
		case SQL_TYPE_TIMESTAMP: return "SQL_TYPE_TIMESTAMP";
		default: return "another type";
	}
}

/* print the first diagnostic of a handle as two more cells */
static void
print_error(SQLSMALLINT kind, SQLHANDLE handle)
{
	SQLCHAR		state[6] = "?????";
	SQLCHAR		message[1024] = "no diagnostic";

	SQLGetDiagRec(kind, handle, 1, state, NULL, message, sizeof(message), NULL);
	message[strcspn((char *) message, "\n")] = '\0';
	printf("\t%s\t%s\n", state, message);
}

static void
die(const char *what, SQLSMALLINT kind, SQLHANDLE handle)
{
	printf("fatal\t%s", what);
	print_error(kind, handle);
	exit(1);
}

static SQLLEN
attribute(SQLHSTMT statement, SQLUSMALLINT column, SQLUSMALLINT which)
{
	SQLLEN		value = -1;

	SQLColAttribute(statement, column, which, NULL, 0, NULL, &value);
	return value;
}

static void
print_column(const char *view, SQLHSTMT statement, SQLUSMALLINT column)
{
	SQLCHAR		name[64];
	SQLLEN		type = attribute(statement, column, SQL_DESC_CONCISE_TYPE);

	SQLColAttribute(statement, column, SQL_DESC_NAME, name, sizeof(name), NULL, NULL);
	printf("column\t%s\t%s\t%s", view, name, type_name(type));
	if (type == SQL_NUMERIC)
		printf("(%ld,%ld)", (long) attribute(statement, column, SQL_DESC_PRECISION),
			   (long) attribute(statement, column, SQL_DESC_SCALE));
	printf("\n");
}

/* NaN or an infinity, as the server writes it */
static int
is_no_number(const char *text)
{
	return strcasecmp(text, "NaN") == 0 || strcasecmp(text + (text[0] == '-'), "Infinity") == 0;
}

static void
read_row(const char *view, SQLHSTMT statement, SQLSMALLINT columns)
{
	static char text[TEXT_SIZE];
	SQLLEN		length;

	for (SQLSMALLINT column = 1; column <= columns; column++)
	{
		if (SQLGetData(statement, column, SQL_C_CHAR, text, sizeof(text), &length) != SQL_SUCCESS)
			die(view, SQL_HANDLE_STMT, statement);
		if (length != SQL_NULL_DATA && is_no_number(text))
			printf("wrong\t%s\t%d\t%s\n", view, column, text);
	}
}

static void
read_view(const char *view)
{
	SQLHSTMT	statement;
	SQLSMALLINT columns;
	char		query[200];
	long		rows = 0;

	SQLAllocHandle(SQL_HANDLE_STMT, connection, &statement);
	snprintf(query, sizeof(query), "SELECT * FROM traincost.%s LIMIT " MAX_ROWS, view);
	if (!SQL_SUCCEEDED(SQLExecDirect(statement, (SQLCHAR *) query, SQL_NTS)) ||
		!SQL_SUCCEEDED(SQLNumResultCols(statement, &columns)))
		die(view, SQL_HANDLE_STMT, statement);
	for (SQLSMALLINT column = 1; column <= columns; column++)
		print_column(view, statement, column);
	for (; SQL_SUCCEEDED(SQLFetch(statement)); rows++)
		read_row(view, statement, columns);
	printf("rows\t%s\t%ld\n", view, rows);
	SQLFreeHandle(SQL_HANDLE_STMT, statement);
}

static void
call(const char *label, char *query, char *arguments)
{
	SQLHSTMT	statement;
	SQLLEN		length[MAX_ARGUMENTS];
	SQLUSMALLINT place = 0;

	SQLAllocHandle(SQL_HANDLE_STMT, connection, &statement);
	for (char *cell; (cell = strsep(&arguments, "\t")) != NULL && place < MAX_ARGUMENTS; place++)
	{
		char	   *value = strchr(cell, '=') + 1;

		length[place] = SQL_NTS;
		SQLBindParameter(statement, place + 1, SQL_PARAM_INPUT, SQL_C_CHAR, SQL_VARCHAR, strlen(value) + 1, 0, value, 0, &length[place]);
	}
	printf("call\t%s", label);
	if (SQL_SUCCEEDED(SQLExecDirect(statement, (SQLCHAR *) query, SQL_NTS)))
		printf("\t00000\t\n");
	else
		print_error(SQL_HANDLE_STMT, statement);
	SQLFreeHandle(SQL_HANDLE_STMT, statement);
}

int
main(int argc, char **argv)
{
	SQLHENV		environment;
	FILE	   *plan;
	char	   *line = NULL;
	size_t		size = 0;

	if (argc != 3 || (plan = fopen(argv[2], "r")) == NULL)
	{
		fprintf(stderr, "usage: odbc CONNECTION-STRING PLAN\n");
		return 2;
	}
	SQLAllocHandle(SQL_HANDLE_ENV, SQL_NULL_HANDLE, &environment);
	SQLSetEnvAttr(environment, SQL_ATTR_ODBC_VERSION, (SQLPOINTER) SQL_OV_ODBC3, 0);
	SQLAllocHandle(SQL_HANDLE_DBC, environment, &connection);
	if (!SQL_SUCCEEDED(SQLDriverConnect(connection, NULL, (SQLCHAR *) argv[1], SQL_NTS, NULL, 0, NULL, SQL_DRIVER_NOPROMPT)))
		die("connect", SQL_HANDLE_DBC, connection);

	while (getline(&line, &size, plan) > 0)
	{
		char	   *rest = line;
		char	   *what;
		char	   *label;

		line[strcspn(line, "\n")] = '\0';
		what = strsep(&rest, "\t");
		label = strsep(&rest, "\t");
		if (strcmp(what, "view") == 0)
			read_view(label);
		else
		{
			char	   *query = strsep(&rest, "\t");

			call(label, query, rest);
		}
	}
	SQLDisconnect(connection);
	return 0;
}
