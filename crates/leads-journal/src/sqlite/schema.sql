CREATE TABLE entries (
    id            INTEGER PRIMARY KEY AUTOINCREMENT,
    revision      INTEGER NOT NULL DEFAULT 0,
    account       TEXT NOT NULL,
    stream        TEXT,
    key           TEXT,
    operation     TEXT NOT NULL,
    body          BLOB NOT NULL,
    replaceable   INTEGER NOT NULL DEFAULT 0,
    head          INTEGER NOT NULL,
    unblocked     INTEGER NOT NULL DEFAULT 0,
    state         TEXT NOT NULL,
    attempts      INTEGER NOT NULL DEFAULT 0,
    doubt         INTEGER NOT NULL DEFAULT 0,
    due           INTEGER NOT NULL,
    enqueued      INTEGER NOT NULL,
    begun         INTEGER,
    lease         INTEGER,
    unknown_since INTEGER,
    checks        INTEGER NOT NULL DEFAULT 0,
    report        TEXT,
    resolution    TEXT,
    record        TEXT,
    ended         INTEGER
) STRICT;
CREATE UNIQUE INDEX entries_key ON entries (account, key) WHERE key IS NOT NULL;
-- A stream has one head, whatever happens.
CREATE UNIQUE INDEX entries_head ON entries (account, stream) WHERE head = 1 AND stream IS NOT NULL;
CREATE INDEX entries_blocking ON entries (account, stream, id)
    WHERE state IN ('ready', 'begun', 'unknown', 'review') AND unblocked = 0;
CREATE INDEX entries_due ON entries (account, due, id) WHERE head = 1 AND state IN ('ready', 'unknown');
CREATE INDEX entries_begun ON entries (account) WHERE state = 'begun';
CREATE INDEX entries_dead ON entries (id) WHERE state IN ('review', 'refused', 'partial');
CREATE INDEX entries_ended ON entries (ended) WHERE ended IS NOT NULL;
CREATE INDEX entries_record ON entries (record) WHERE record IS NOT NULL;

CREATE TABLE audit (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    entry      INTEGER NOT NULL,
    at         INTEGER NOT NULL,
    by         TEXT NOT NULL,
    action     TEXT NOT NULL,
    why        TEXT NOT NULL,
    from_state TEXT NOT NULL,
    to_state   TEXT NOT NULL
) STRICT;
CREATE INDEX audit_entry ON audit (entry, id);

CREATE TABLE deliveries (
    id        INTEGER PRIMARY KEY AUTOINCREMENT,
    inbox     TEXT NOT NULL,
    key       TEXT NOT NULL,
    subject   TEXT NOT NULL,
    body      BLOB NOT NULL,
    received  INTEGER NOT NULL,
    state     TEXT NOT NULL DEFAULT 'waiting',
    attempts  INTEGER NOT NULL DEFAULT 0,
    due       INTEGER NOT NULL,
    ended     INTEGER,
    why       TEXT
) STRICT;
CREATE UNIQUE INDEX deliveries_key ON deliveries (inbox, key);
CREATE INDEX deliveries_subject ON deliveries (inbox, subject, id) WHERE state = 'waiting';
CREATE INDEX deliveries_due ON deliveries (inbox, due) WHERE state = 'waiting';
CREATE INDEX deliveries_received ON deliveries (inbox, received);
CREATE INDEX deliveries_ended ON deliveries (ended) WHERE ended IS NOT NULL;

CREATE VIEW writes AS
    SELECT id, account, stream AS lead, key, operation, state, attempts,
           datetime(enqueued / 1000, 'unixepoch') AS enqueued_at,
           datetime(due / 1000, 'unixepoch') AS next_step_at,
           datetime(ended / 1000, 'unixepoch') AS ended_at,
           json_extract(report, '$.kind') AS error, record AS created_record
    FROM entries;
CREATE VIEW open_writes AS SELECT * FROM writes WHERE ended_at IS NULL;
CREATE VIEW dead_letters AS
    SELECT id, account, stream AS lead, key, operation, state, attempts,
           CASE WHEN state = 'refused' THEN 'not applied' WHEN state = 'partial' THEN 'partly applied'
                WHEN doubt = 1 THEN 'unknown' ELSE 'not applied' END AS effect,
           resolution AS last_verification, report
    FROM entries WHERE state IN ('review', 'refused', 'partial');
CREATE VIEW decisions AS
    SELECT datetime(at / 1000, 'unixepoch') AS decided_at, entry, by AS decided_by, action, why, from_state, to_state
    FROM audit;
CREATE VIEW webhooks AS
    SELECT id, inbox, subject, state, attempts, datetime(received / 1000, 'unixepoch') AS received_at, why
    FROM deliveries;
