-- Every day at five (GMT, whatever the server's time zone) what each plan costs becomes a
-- row of traincost.pipeline_summary.  Run it once, in the database that cron.database_name
-- names and that has traincost; the job runs as the role that schedules it, which must
-- own the extension or have INSERT, UPDATE and DELETE on it and on calendar_summary and
-- plan_refresh.
SELECT cron.schedule('traincost-refresh', '0 5 * * *', 'SELECT traincost.refresh_summary()');
-- pg_cron never empties its own log
SELECT cron.schedule('cron-purge', '30 5 * * *', $$DELETE FROM cron.job_run_details WHERE end_time < now() - interval '30 days'$$);
