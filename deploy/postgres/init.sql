-- One role and one database for each service; nobody else gets in.
-- Passwords come from the environment of the server's first start; one that is
-- missing stops it.
\set ON_ERROR_STOP on

\unset password
\getenv password INTAKE_DB_PASSWORD
CREATE ROLE intake LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE PASSWORD :'password';
CREATE DATABASE intake OWNER intake ENCODING 'UTF8' TEMPLATE template0;
REVOKE ALL ON DATABASE intake FROM PUBLIC;

\unset password
\getenv password LEDGER_DB_PASSWORD
CREATE ROLE ledger LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE PASSWORD :'password';
CREATE DATABASE ledger OWNER ledger ENCODING 'UTF8' TEMPLATE template0;
REVOKE ALL ON DATABASE ledger FROM PUBLIC;

\unset password
\getenv password WORKSHOPS_DB_PASSWORD
CREATE ROLE workshops LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE PASSWORD :'password';
CREATE DATABASE workshops OWNER workshops ENCODING 'UTF8' TEMPLATE template0;
REVOKE ALL ON DATABASE workshops FROM PUBLIC;

\unset password
\getenv password EMPLOYMENT_DB_PASSWORD
CREATE ROLE employment LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE PASSWORD :'password';
CREATE DATABASE employment OWNER employment ENCODING 'UTF8' TEMPLATE template0;
REVOKE ALL ON DATABASE employment FROM PUBLIC;

\unset password
\getenv password REPORTING_DB_PASSWORD
CREATE ROLE reporting LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE PASSWORD :'password';
CREATE DATABASE reporting OWNER reporting ENCODING 'UTF8' TEMPLATE template0;
REVOKE ALL ON DATABASE reporting FROM PUBLIC;

-- What nobody needs: whoever guesses a password finds nothing else to look at.
REVOKE ALL ON DATABASE postgres FROM PUBLIC;
REVOKE ALL ON DATABASE template1 FROM PUBLIC;
