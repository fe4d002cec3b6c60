CREATE TRIGGER review_event_stays BEFORE DELETE ON review_event
BEGIN SELECT RAISE(ABORT, 'review events are never changed'); END;
CREATE TRIGGER link_event_is_append_only BEFORE UPDATE ON link_event
BEGIN SELECT RAISE(ABORT, 'link events are never changed'); END;
CREATE TRIGGER link_event_stays BEFORE DELETE ON link_event
BEGIN SELECT RAISE(ABORT, 'link events are never changed'); END;
