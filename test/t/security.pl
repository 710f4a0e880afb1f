# Who may do what: a plain database owner creates and edits, a plain user reads
# and runs everything, nobody can prepare a trap.

use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use Server;
use Test::More;

command('dropdb', '--if-exists', '--force', 'owned');
sql('postgres', <<'SQL');
DROP ROLE IF EXISTS traincost_owner;
DROP ROLE IF EXISTS traincost_reader;
CREATE ROLE traincost_owner LOGIN;
CREATE ROLE traincost_reader LOGIN;
SQL
command('createdb', '-O', 'traincost_owner', 'owned');
my @owner = ('-U', 'traincost_owner');
my @reader = ('-U', 'traincost_reader');

# the owner of a database, no superuser
ok(!defined sql_error('owned', 'CREATE EXTENSION traincost', @owner), 'a plain database owner creates the extension');
is(sql('owned', "INSERT INTO traincost.gpu (name, tdp_w) VALUES ('A10', 149) RETURNING shipped", @owner), 'f', 'and overrides a row');
is(sql('owned', "UPDATE traincost.assumption SET value = 0.5 WHERE name = 'mfu' RETURNING shipped", @owner), 'f', 'and edits one');
like(sql_error('owned', 'CREATE TRIGGER t BEFORE INSERT ON traincost.gpu EXECUTE FUNCTION traincost.own_row()', @owner),
	qr/permission denied|must be owner/, 'but hangs no trigger on the tables');
like(sql_error('owned', 'CREATE FUNCTION traincost.f() RETURNS int LANGUAGE sql AS $$SELECT 1$$', @owner),
	qr/permission denied/, 'and adds no function to the schema');
like(sql_error('owned', 'CREATE TABLE fleet (gpu text REFERENCES traincost.gpu)', @owner), qr/permission denied/, 'nor a foreign key to the tables');
my $dump = command('pg_dump', '-U', 'traincost_owner', 'owned');
like($dump, qr/COPY traincost\.gpu .*\nA10\t/, 'the owner dumps own rows');

# a role with CONNECT and USAGE alone
my @objects = split /\n/, sql('owned', <<'SQL');
SELECT format('SELECT count(*) FROM %s', c.oid::regclass) FROM pg_class AS c
WHERE c.relnamespace = 'traincost'::regnamespace AND c.relkind IN ('r', 'v')
ORDER BY 1
SQL
my @failed = grep { defined sql_error('owned', $_, @reader) } @objects;
is_deeply(\@failed, [], 'a plain role reads every table and view: ' . scalar @objects);
# each function with its defaults, and 1, true, a word or NULL for the rest
my @calls = split /\n/, sql('owned', <<'SQL');
SELECT format('SELECT traincost.%I(%s)', p.proname,
    (SELECT string_agg(CASE format_type(t.type, NULL) WHEN 'double precision' THEN '1::float8' WHEN 'boolean' THEN 'true'
                       ELSE 'NULL::' || format_type(t.type, NULL) END, ', ' ORDER BY t.i)
     FROM unnest(p.proargtypes::oid[]) WITH ORDINALITY AS t (type, i) WHERE t.i <= p.pronargs - p.pronargdefaults))
FROM pg_proc AS p
WHERE p.pronamespace = 'traincost'::regnamespace AND p.prokind = 'f' AND p.provolatile <> 'v'
  AND NOT 'internal'::regtype = ANY (p.proargtypes::oid[])
ORDER BY 1
SQL
@failed = grep { my $e = sql_error('owned', $_, @reader); defined $e && $e !~ /argument|does not hold|must be|nothing limits|nothing says/ } @calls;
is_deeply(\@failed, [], 'and runs every function: ' . scalar @calls);
like(sql_error('owned', "UPDATE traincost.assumption SET value = 1", @reader), qr/permission denied/, 'but changes nothing');
like(sql_error('owned', 'SELECT traincost.refresh_summary()', @reader), qr/permission denied/, 'refreshes no summary');
is(sql('owned', 'SELECT traincost.refresh_summary() > 0', @owner), 't', 'which its owner does');
like(sql_error('owned', "INSERT INTO traincost.gpu (name) VALUES ('x')", @reader), qr/permission denied/, 'and adds nothing');

# a revoked price book stays closed behind the views too, where the server can
SKIP:
{
	skip 'views read with their owner\'s rights before 15', 1 if sql('owned', 'SHOW server_version_num') < 150000;
	sql('owned', 'REVOKE SELECT ON traincost.gpu_price FROM PUBLIC');
	like(sql_error('owned', 'SELECT count(*) FROM traincost.gpu_price_current', @reader), qr/permission denied/, 'a revoked price book is closed behind views');
	sql('owned', 'GRANT SELECT ON traincost.gpu_price TO PUBLIC');
}

# a hostile search path captures nothing
sql('owned', <<'SQL', @owner);
CREATE SCHEMA trap;
CREATE FUNCTION trap.max(date) RETURNS date LANGUAGE sql AS $$SELECT '1900-01-01'::date$$;
CREATE FUNCTION trap.eq(text, text) RETURNS boolean LANGUAGE sql AS $$SELECT false$$;
CREATE OPERATOR trap.= (FUNCTION = trap.eq, LEFTARG = text, RIGHTARG = text);
CREATE TABLE trap.gpu (name text, bf16_tflops float8);
CREATE DOMAIN trap.float8 AS pg_catalog.float8 CHECK (VALUE < 0);
CREATE DOMAIN trap.text AS pg_catalog.text CHECK (VALUE = '');
CREATE DOMAIN trap.date AS pg_catalog.date CHECK (VALUE < '1900-01-01');
CREATE DOMAIN trap.jsonb AS pg_catalog.jsonb CHECK (false);
SQL
is( sql('owned', "SET search_path = trap, pg_catalog; SELECT traincost.gpu_peak_tflops('A100-80GB-SXM'), traincost.train_cost(model => 'GPT-3-175B', as_of => '2026-01-01') > 0, count(*) > 0 FROM traincost.stage_estimate", @reader
	) =~ s/permission.*//r, '312|t|t', 'a hostile search path changes no answer')
  if !defined sql_error('owned', 'GRANT USAGE ON SCHEMA trap TO PUBLIC', @owner);

# nor does one where every operator, function and type of everyday types is a trap
sql('owned', <<'SQL', @owner);
DO $$
DECLARE
    o record;
BEGIN
    FOR o IN SELECT oid, oprname AS name, oprleft::regtype AS l, oprright::regtype AS r, oprresult::regtype AS result FROM pg_operator
             WHERE oprleft = ANY ('{float8,text,numeric,date,int4,int8,bool,timestamptz}'::regtype[]) AND oprright = ANY ('{float8,text,numeric,date,int4,int8,bool,timestamptz,interval}'::regtype[]) LOOP
        BEGIN
            EXECUTE format('CREATE FUNCTION trap.trap_%s(%s, %s) RETURNS %s LANGUAGE plpgsql AS %L', o.oid, o.l, o.r, o.result, 'BEGIN RAISE EXCEPTION ''trapped''; END');
            EXECUTE format('CREATE OPERATOR trap.%s (FUNCTION = trap.trap_%s, LEFTARG = %s, RIGHTARG = %s)', o.name, o.oid, o.l, o.r);
        EXCEPTION WHEN duplicate_function OR duplicate_object OR invalid_function_definition THEN
            NULL;
        END;
    END LOOP;
    FOR o IN SELECT proname AS name, pg_get_function_identity_arguments(oid) AS arguments, prorettype::regtype AS result FROM pg_proc
             WHERE pronamespace = 'pg_catalog'::regnamespace AND prokind = 'f' AND NOT proretset AND pronargs BETWEEN 1 AND 3 AND provariadic = 0
               AND proargtypes::oid[] <@ '{float8,text,numeric,date,int4,int8,bool,timestamptz,interval}'::regtype[]::oid[]
               AND prorettype = ANY ('{float8,text,numeric,date,int4,int8,bool,timestamptz,interval}'::regtype[]) LOOP
        BEGIN
            EXECUTE format('CREATE FUNCTION trap.%I(%s) RETURNS %s LANGUAGE plpgsql AS %L', o.name, o.arguments, o.result, 'BEGIN RAISE EXCEPTION ''trapped''; END');
        EXCEPTION WHEN duplicate_function OR invalid_function_definition OR syntax_error THEN
            NULL;
        END;
    END LOOP;
END $$;
SQL
cmp_ok(sql('owned', "SELECT count(*) FROM pg_proc WHERE pronamespace = 'trap'::regnamespace"), '>', 300, 'hundreds of traps are set');
my $trapped = 'SET search_path = trap, pg_catalog;';
like(sql_error('owned', "$trapped SELECT 1::pg_catalog.float8 + 1::pg_catalog.float8", @owner), qr/trapped/, 'and one of them works');
my @views = split /\n/, sql('owned', "SELECT relname FROM pg_class WHERE relnamespace = 'traincost'::regnamespace AND relkind = 'v' ORDER BY relname COLLATE \"C\"");
@failed = grep { defined $_ } map { sql_error('owned', "$trapped SELECT pg_catalog.count(t) FROM traincost.$_ AS t", @owner) } @views;
is_deeply(\@failed, [], 'no view steps into one: ' . scalar @views);
# text || number (operators 2779 and 2780): 13 has it as a function in SQL that takes operators from the caller's path
is(sql('owned', "SELECT string_agg(ev_class::regclass::text, ' ') FROM pg_rewrite WHERE ev_class::regclass::text LIKE 'traincost.%' AND ev_action::text ~ ':opno 27(79|80) '"), '',
	'and none joins text to another type but by a cast');
s/::(?!traincost\.|double precision|character)/::pg_catalog./g for @calls;
@failed = grep { defined $_ && /trapped|domain/ } map { sql_error('owned', "$trapped $_", @owner) } @calls;
is_deeply(\@failed, [], 'nor a function: ' . scalar @calls);
is(sql('owned', "$trapped SELECT as_of IS NOT NULL FROM traincost._stage_defaults(NULL)", @owner), 't', 'nor one without a path of its own');

# a schema or object prepared under our name is an error, not a trap
sql('owned', 'DROP EXTENSION traincost; CREATE SCHEMA traincost', @owner);
like(sql_error('owned', 'CREATE EXTENSION traincost', @owner), qr/schema "traincost" already exists/, 'a prepared schema is refused');
sql('owned', 'DROP SCHEMA traincost', @owner);
like(sql_error('owned', 'CREATE EXTENSION traincost WITH SCHEMA public'), qr/must be installed in schema "pg_catalog"/, 'another schema is refused');
ok(!defined sql_error('owned', 'CREATE EXTENSION traincost WITH SCHEMA pg_catalog'), 'what pg_dump writes is accepted');

# other libraries of the server share one name space of symbols with ours
SKIP:
{
	my $library = `pg_config --pkglibdir`;
	chomp $library;
	my @symbols = map { /\s(\w+)$/ ? $1 : () } `nm -D --defined-only $library/traincost.so 2>/dev/null`;
	skip 'nm is not here', 1 unless @symbols;
	my %callable = map { $_ => 1, "pg_finfo_$_" => 1 } split /\n/, sql('owned', "SELECT DISTINCT prosrc FROM pg_proc WHERE probin LIKE '%traincost'");
	is(join(' ', grep { !$callable{$_} && $_ ne 'Pg_magic_func' && !/^_(init|fini|PG_init)$/ } @symbols), '', 'the library shows no symbol but its functions');
}

command('dropdb', '--force', 'owned');
sql('postgres', 'DROP ROLE traincost_owner; DROP ROLE traincost_reader');
done_testing();
