-- A day's mark is worth as much as it is hard to take away: with them gone, an end that was cut off is missed by nobody (FAULTS F80).
CREATE TRIGGER "case_anchors_append_only" BEFORE UPDATE OR DELETE OR TRUNCATE ON "case_anchors"
  FOR EACH STATEMENT EXECUTE FUNCTION "refuse_case_moves"();
