CREATE TABLE leads_journal.entries (
    id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    revision      bigint NOT NULL DEFAULT 0,
    account       text NOT NULL CHECK (btrim(account) <> ''),
    stream        text CHECK (btrim(stream) <> ''),
    key           text CHECK (btrim(key) <> ''),
    operation     text NOT NULL,
    body          bytea NOT NULL,
    replaceable   boolean NOT NULL DEFAULT false,
    shard         integer NOT NULL,
    head          boolean NOT NULL,
    unblocked     boolean NOT NULL DEFAULT false,
    state         text NOT NULL DEFAULT 'ready',
    attempts      integer NOT NULL DEFAULT 0,
    doubt         boolean NOT NULL DEFAULT false,
    due           bigint NOT NULL,
    enqueued      bigint NOT NULL,
    begun         bigint,
    lease         bigint,
    unknown_since bigint,
    checks        integer NOT NULL DEFAULT 0,
    report        text,
    resolution    text,
    record        text,
    ended         bigint
);
CREATE UNIQUE INDEX entries_key ON leads_journal.entries (account, key) WHERE key IS NOT NULL;
-- A stream has one head, whatever happens.
CREATE UNIQUE INDEX entries_head ON leads_journal.entries (account, stream) WHERE head AND stream IS NOT NULL;
CREATE INDEX entries_blocking ON leads_journal.entries (account, stream, id)
    WHERE state IN ('ready', 'begun', 'unknown', 'review') AND NOT unblocked;
CREATE INDEX entries_due ON leads_journal.entries (account, due, id) WHERE head AND state IN ('ready', 'unknown');
CREATE INDEX entries_begun ON leads_journal.entries (account) WHERE state = 'begun';
CREATE INDEX entries_dead ON leads_journal.entries (id) WHERE state IN ('review', 'refused', 'partial');
CREATE INDEX entries_ended ON leads_journal.entries (ended) WHERE ended IS NOT NULL;
CREATE INDEX entries_record ON leads_journal.entries (record) WHERE record IS NOT NULL;

CREATE TABLE leads_journal.audit (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    entry      bigint NOT NULL,
    at         bigint NOT NULL,
    by         text NOT NULL,
    action     text NOT NULL,
    why        text NOT NULL,
    from_state text NOT NULL,
    to_state   text NOT NULL
);
CREATE INDEX audit_entry ON leads_journal.audit (entry, id);

CREATE TABLE leads_journal.deliveries (
    id        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    inbox     text NOT NULL,
    key       text NOT NULL,
    subject   text NOT NULL,
    body      bytea NOT NULL,
    received  bigint NOT NULL,
    state     text NOT NULL DEFAULT 'waiting',
    attempts  integer NOT NULL DEFAULT 0,
    due       bigint NOT NULL,
    ended     bigint,
    why       text
);
CREATE UNIQUE INDEX deliveries_key ON leads_journal.deliveries (inbox, key);
CREATE INDEX deliveries_subject ON leads_journal.deliveries (inbox, subject, id) WHERE state = 'waiting';
CREATE INDEX deliveries_due ON leads_journal.deliveries (inbox, due) WHERE state = 'waiting';
CREATE INDEX deliveries_received ON leads_journal.deliveries (inbox, received);
CREATE INDEX deliveries_ended ON leads_journal.deliveries (ended) WHERE ended IS NOT NULL;

CREATE FUNCTION leads_journal.now_millis() RETURNS bigint LANGUAGE sql VOLATILE AS
$$ SELECT (extract(epoch FROM clock_timestamp()) * 1000)::bigint $$;

-- Serializes what changes the head of a stream, until the end of the transaction.
CREATE FUNCTION leads_journal.lock_stream(p_account text, p_stream text) RETURNS void LANGUAGE sql AS
$$ SELECT pg_advisory_xact_lock(hashtextextended(p_account || chr(31) || p_stream, 7235)) $$;

-- Makes the first open entry of a stream its head, if it has none. The caller holds the lock.
CREATE FUNCTION leads_journal.promote(p_account text, p_stream text) RETURNS void LANGUAGE sql AS $$
    UPDATE leads_journal.entries SET head = true WHERE id = (
        SELECT min(id) FROM leads_journal.entries
        WHERE account = p_account AND stream = p_stream
          AND state IN ('ready', 'begun', 'unknown', 'review') AND NOT unblocked
    ) AND NOT EXISTS (
        SELECT 1 FROM leads_journal.entries WHERE account = p_account AND stream = p_stream AND head
    )
$$;

-- Stores an entry. `known` is true if the account has an entry with the key; nothing is stored then.
CREATE FUNCTION leads_journal.put(
    p_account text, p_stream text, p_key text, p_operation text, p_body bytea, p_replaceable boolean, p_not_before bigint,
    OUT entry bigint, OUT known boolean
) LANGUAGE plpgsql AS $$
DECLARE
    v_now bigint := leads_journal.now_millis();
    v_last leads_journal.entries;
    v_head boolean := true;
BEGIN
    known := false;
    IF p_key IS NOT NULL THEN
        SELECT id INTO entry FROM leads_journal.entries WHERE account = p_account AND key = p_key;
        IF FOUND THEN
            known := true;
            RETURN;
        END IF;
    END IF;
    IF p_stream IS NOT NULL THEN
        -- Held until the commit: within a stream, numbers have the order of the commits.
        PERFORM leads_journal.lock_stream(p_account, p_stream);
        IF p_replaceable THEN
            SELECT * INTO v_last FROM leads_journal.entries
            WHERE account = p_account AND stream = p_stream
              AND state IN ('ready', 'begun', 'unknown', 'review') AND NOT unblocked
            ORDER BY id DESC LIMIT 1 FOR UPDATE;
            IF FOUND AND v_last.replaceable AND v_last.operation = p_operation AND v_last.state = 'ready'
               AND v_last.attempts = 0 THEN
                UPDATE leads_journal.entries SET state = 'superseded', ended = v_now, head = false, revision = revision + 1
                WHERE id = v_last.id;
            END IF;
        END IF;
        v_head := NOT EXISTS (
            SELECT 1 FROM leads_journal.entries WHERE account = p_account AND stream = p_stream AND head
        );
    END IF;
    INSERT INTO leads_journal.entries
        (account, stream, key, operation, body, replaceable, shard, head, due, enqueued)
    VALUES (
        p_account, p_stream, p_key, p_operation, p_body, p_replaceable,
        abs(hashtextextended(coalesce(p_stream, gen_random_uuid()::text), 7236) % 64), v_head,
        coalesce(p_not_before, v_now), v_now
    )
    ON CONFLICT (account, key) WHERE key IS NOT NULL DO NOTHING
    RETURNING id INTO entry;
    IF entry IS NULL THEN
        -- Another transaction stored the key meanwhile, and was waited for.
        known := true;
        SELECT id INTO entry FROM leads_journal.entries WHERE account = p_account AND key = p_key;
    END IF;
END $$;

-- For other languages: stores a write, given as the JSON that `leads_journal::Write` has, and returns its number. It takes
-- part in the caller's transaction. With a known key, nothing is stored; another write with that key is an error.
CREATE FUNCTION leads_journal.enqueue(
    account text, write json, key text DEFAULT NULL, stream text DEFAULT NULL,
    not_before timestamptz DEFAULT NULL, replaceable boolean DEFAULT false
) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
    v_kind text;
    v_kinds int;
    v_operation text;
    v_put record;
    v_stored json;
BEGIN
    SELECT min(k), count(*) INTO v_kind, v_kinds FROM json_object_keys(write) AS k;
    IF v_kinds <> 1 OR v_kind NOT IN ('request', 'create', 'update', 'status', 'delete') THEN
        RAISE invalid_parameter_value USING MESSAGE = 'a write has one member: request, create, update, status or delete';
    END IF;
    v_operation := CASE v_kind
        WHEN 'request' THEN (write -> 'request' ->> 'vendor') || '.' || (write -> 'request' ->> 'operation')
        ELSE 'common.' || v_kind END;
    IF v_operation IS NULL THEN
        RAISE invalid_parameter_value USING MESSAGE = 'a request has the members vendor, operation and request';
    END IF;
    SELECT * INTO v_put FROM leads_journal.put(
        account, stream, key, v_operation, convert_to(write::text, 'UTF8'), replaceable,
        (extract(epoch FROM not_before) * 1000)::bigint);
    IF v_put.known THEN
        BEGIN
            SELECT convert_from(e.body, 'UTF8')::json INTO v_stored FROM leads_journal.entries e WHERE e.id = v_put.entry;
        EXCEPTION WHEN others THEN
            -- It is encrypted, so it cannot be compared here.
            v_stored := NULL;
        END;
        IF v_stored IS NOT NULL AND v_stored::jsonb <> write::jsonb THEN
            RAISE unique_violation USING MESSAGE = format('entry %s has the same key and another body', v_put.entry);
        END IF;
    END IF;
    RETURN v_put.entry;
END $$;

-- Replaces the progress of an entry; false if its revision is another one, or if it is to begin and is no head.
CREATE FUNCTION leads_journal.change(
    p_id bigint, p_revision bigint, p_unblocked boolean, p_state text, p_attempts integer, p_doubt boolean, p_due bigint,
    p_enqueued bigint, p_begun bigint, p_lease bigint, p_unknown_since bigint, p_checks integer, p_report text,
    p_resolution text, p_record text, p_ended bigint, p_audit text[]
) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
    v_account text;
    v_stream text;
    v_blocks boolean := p_state IN ('ready', 'begun', 'unknown', 'review') AND NOT p_unblocked;
    v_had boolean;
BEGIN
    SELECT account, stream, head INTO v_account, v_stream, v_had FROM leads_journal.entries WHERE id = p_id;
    IF NOT FOUND THEN
        RETURN false;
    END IF;
    -- A head that stays one changes nothing for its stream. The lock is taken before the row, as when an entry is stored.
    IF v_stream IS NOT NULL AND NOT (v_had AND v_blocks) THEN
        PERFORM leads_journal.lock_stream(v_account, v_stream);
    END IF;
    UPDATE leads_journal.entries SET
        revision = revision + 1, unblocked = p_unblocked, state = p_state, attempts = p_attempts, doubt = p_doubt,
        due = p_due, enqueued = p_enqueued, begun = p_begun, lease = p_lease, unknown_since = p_unknown_since,
        checks = p_checks, report = p_report, resolution = p_resolution, record = p_record, ended = p_ended,
        head = head AND v_blocks OR stream IS NULL AND v_blocks
    WHERE id = p_id AND revision = p_revision AND (p_state <> 'begun' OR head);
    IF NOT FOUND THEN
        RETURN false;
    END IF;
    IF v_stream IS NOT NULL AND NOT (v_had AND v_blocks) THEN
        PERFORM leads_journal.promote(v_account, v_stream);
    END IF;
    IF p_audit IS NOT NULL THEN
        INSERT INTO leads_journal.audit (entry, at, by, action, why, from_state, to_state)
        VALUES (p_id, leads_journal.now_millis(), p_audit[1], p_audit[2], p_audit[3], p_audit[4], p_audit[5]);
    END IF;
    RETURN true;
END $$;

-- Removes what is stored about a lead; entries that are being sent or verified are kept.
CREATE FUNCTION leads_journal.purge(p_account text, p_lead text, OUT removed bigint, OUT kept bigint)
LANGUAGE plpgsql AS $$
DECLARE
    v_entry record;
BEGIN
    removed := 0;
    kept := 0;
    FOR v_entry IN
        SELECT id, account, stream FROM leads_journal.entries
        WHERE (p_account IS NULL OR account = p_account) AND (stream = p_lead OR record = p_lead) ORDER BY id
    LOOP
        IF v_entry.stream IS NOT NULL THEN
            PERFORM leads_journal.lock_stream(v_entry.account, v_entry.stream);
        END IF;
        DELETE FROM leads_journal.entries WHERE id = v_entry.id AND state NOT IN ('begun', 'unknown');
        IF FOUND THEN
            removed := removed + 1;
            DELETE FROM leads_journal.audit WHERE entry = v_entry.id;
            IF v_entry.stream IS NOT NULL THEN
                PERFORM leads_journal.promote(v_entry.account, v_entry.stream);
            END IF;
        ELSE
            kept := kept + 1;
        END IF;
    END LOOP;
    DELETE FROM leads_journal.deliveries WHERE subject = p_lead;
END $$;

CREATE VIEW leads_journal.writes AS
    SELECT id, account, stream AS lead, key, operation, state, attempts,
           to_timestamp(enqueued / 1000.0) AS enqueued_at, to_timestamp(due / 1000.0) AS next_step_at,
           to_timestamp(ended / 1000.0) AS ended_at, report::json ->> 'kind' AS error, record AS created_record
    FROM leads_journal.entries;
CREATE VIEW leads_journal.open_writes AS SELECT * FROM leads_journal.writes WHERE ended_at IS NULL;
CREATE VIEW leads_journal.dead_letters AS
    SELECT id, account, stream AS lead, key, operation, state, attempts,
           CASE WHEN state = 'refused' THEN 'not applied' WHEN state = 'partial' THEN 'partly applied'
                WHEN doubt THEN 'unknown' ELSE 'not applied' END AS effect,
           resolution AS last_verification, report
    FROM leads_journal.entries WHERE state IN ('review', 'refused', 'partial');
CREATE VIEW leads_journal.decisions AS
    SELECT to_timestamp(at / 1000.0) AS decided_at, entry, by AS decided_by, action, why, from_state, to_state
    FROM leads_journal.audit;
CREATE VIEW leads_journal.webhooks AS
    SELECT id, inbox, subject, state, attempts, to_timestamp(received / 1000.0) AS received_at, why
    FROM leads_journal.deliveries;
