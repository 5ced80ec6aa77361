-- For each service a database, a role that owns its tables and makes them
-- (`azione0 migrate`), and a role with which the service works: it may add events and
-- read them, and change none. Nobody else gets in.
-- Passwords come from the environment of the server's first start; one that is
-- missing stops it.
\set ON_ERROR_STOP on

\unset password
\getenv password INTAKE_OWNER_PASSWORD
CREATE ROLE intake_owner LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE PASSWORD :'password';
\unset password
\getenv password INTAKE_DB_PASSWORD
CREATE ROLE intake LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE PASSWORD :'password';
CREATE DATABASE intake OWNER intake_owner ENCODING 'UTF8' TEMPLATE template0;
REVOKE ALL ON DATABASE intake FROM PUBLIC;
GRANT CONNECT ON DATABASE intake TO intake;

\unset password
\getenv password LEDGER_OWNER_PASSWORD
CREATE ROLE ledger_owner LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE PASSWORD :'password';
\unset password
\getenv password LEDGER_DB_PASSWORD
CREATE ROLE ledger LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE PASSWORD :'password';
CREATE DATABASE ledger OWNER ledger_owner ENCODING 'UTF8' TEMPLATE template0;
REVOKE ALL ON DATABASE ledger FROM PUBLIC;
GRANT CONNECT ON DATABASE ledger TO ledger;

\unset password
\getenv password WORKSHOPS_OWNER_PASSWORD
CREATE ROLE workshops_owner LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE PASSWORD :'password';
\unset password
\getenv password WORKSHOPS_DB_PASSWORD
CREATE ROLE workshops LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE PASSWORD :'password';
CREATE DATABASE workshops OWNER workshops_owner ENCODING 'UTF8' TEMPLATE template0;
REVOKE ALL ON DATABASE workshops FROM PUBLIC;
GRANT CONNECT ON DATABASE workshops TO workshops;

\unset password
\getenv password EMPLOYMENT_OWNER_PASSWORD
CREATE ROLE employment_owner LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE PASSWORD :'password';
\unset password
\getenv password EMPLOYMENT_DB_PASSWORD
CREATE ROLE employment LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE PASSWORD :'password';
CREATE DATABASE employment OWNER employment_owner ENCODING 'UTF8' TEMPLATE template0;
REVOKE ALL ON DATABASE employment FROM PUBLIC;
GRANT CONNECT ON DATABASE employment TO employment;

\unset password
\getenv password REPORTING_OWNER_PASSWORD
CREATE ROLE reporting_owner LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE PASSWORD :'password';
\unset password
\getenv password REPORTING_DB_PASSWORD
CREATE ROLE reporting LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE PASSWORD :'password';
CREATE DATABASE reporting OWNER reporting_owner ENCODING 'UTF8' TEMPLATE template0;
REVOKE ALL ON DATABASE reporting FROM PUBLIC;
GRANT CONNECT ON DATABASE reporting TO reporting;

-- What nobody needs: whoever guesses a password finds nothing else to look at.
REVOKE ALL ON DATABASE postgres FROM PUBLIC;
REVOKE ALL ON DATABASE template1 FROM PUBLIC;
